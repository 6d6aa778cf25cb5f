#include "storage/completion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <ranges>
#include <set>
#include <span>
#include <tuple>
#include <utility>

#include "indexer/characters.hpp"
#include "indexer/tokenizer.hpp"
#include "storage/index_languages.hpp"
#include "storage/spelling.hpp"

namespace storage {
namespace {

constexpr std::size_t kMostBytes = 256;  // of what was typed
constexpr std::size_t kMostWords = 8;
constexpr std::size_t kMostLookedAt = 500;
constexpr std::size_t kMostLines = 64;     // of a page's headings
constexpr std::size_t kLongestEnding = 5;  // letters that a stem may be shorter than its word
constexpr std::size_t kLeastStem = 3;
constexpr std::size_t kTitleWorth = 3;  // of headings

/// A word of a line, folded, and where it stands.
struct LineWord {
  std::string folded;
  std::string_view text;
};

/// Words without stems, for what begins a word has none.
std::vector<LineWord> words_of(std::string_view line) {
  std::vector<LineWord> words;
  for (const indexer::Token& token : indexer::tokenize(line, {}, indexer::Purpose::kQuery)) {
    if (token.position < words.size()) continue;
    words.push_back({.folded = std::string(token.term), .text = line.substr(token.begin, token.end - token.begin)});
  }
  return words;
}

std::vector<std::string> beginnings_of(std::string_view typed) {
  std::vector<std::string> beginnings;
  for (LineWord& word : words_of(typed.substr(0, kMostBytes)) | std::views::take(kMostWords)) {
    beginnings.push_back(std::move(word.folded));
  }
  return beginnings;
}

/// Terms of words that begin so: what begins so itself, the stem, and what may be a stem of a word whose ending has
/// been begun ("creat" of "creatin").
std::string alternatives(const std::string& beginning, const std::string& mark) {
  std::string expression = fmt::format("\"{}\" * OR \"{}{}\"", beginning, mark, beginning);
  const Letters letters = letters_of(beginning);
  std::size_t bytes = beginning.size();
  for (std::size_t left = letters.size(); left > kLeastStem && left + kLongestEnding > letters.size(); --left) {
    bytes -= letters[left - 1].size();
    expression += fmt::format(" OR \"{}\"", beginning.substr(0, bytes));
  }
  return expression;
}

/// Of pages that may have all words in their titles and headings.
std::string match_expression(const std::vector<std::string>& beginnings, const std::string& mark) {
  std::string expression;
  for (const std::string& beginning : beginnings) {
    expression += fmt::format("{}({})", expression.empty() ? "" : " AND ", alternatives(beginning, mark));
  }
  return fmt::format("{{title headings}} : ({})", expression);
}

/// Gathers what completes some beginnings, line by line.
class Completer {
 public:
  explicit Completer(std::vector<std::string> beginnings) : beginnings_(std::move(beginnings)) {}

  /// Each title once: pages with the same one are most often the same page elsewhere.
  void add_title(std::string_view title, std::string_view url) {
    const std::vector<LineWord> words = words_of(title);
    const auto found = find(words);
    if (!found) return;
    add_words(words, *found, kTitleWorth);
    if (!known_titles_.emplace(title).second) return;
    const bool comes_first = std::ranges::equal(*found, std::views::iota(std::size_t{0}, found->size()));
    titles_.push_back({.comes_first = comes_first,
                       .words = words.size(),
                       .completion = {.text = std::string(title), .url = std::string(url)}});
  }

  void add_heading(std::string_view heading) {
    const std::vector<LineWord> words = words_of(heading);
    if (const auto found = find(words)) add_words(words, *found, 1);
  }

  std::vector<Completion> best(std::size_t limit) && {
    std::vector<std::pair<std::string, std::size_t>> texts(counts_.begin(), counts_.end());
    std::ranges::stable_sort(texts, std::greater(), &std::pair<std::string, std::size_t>::second);
    std::ranges::stable_sort(titles_, {},
                             [](const Title& title) { return std::tuple(!title.comes_first, title.words); });
    const std::size_t most_texts = std::max((limit + 1) / 2, limit - std::min(limit, titles_.size()));
    std::vector<Completion> completions;
    for (auto& [text, count] : texts | std::views::take(most_texts)) completions.push_back({.text = text, .url = {}});
    for (Title& title : titles_ | std::views::take(limit - std::min(limit, completions.size()))) {
      completions.push_back(std::move(title.completion));
    }
    return completions;
  }

 private:
  struct Title {
    bool comes_first;
    std::size_t words;
    Completion completion;
  };

  /// The first word of a line that each beginning begins, each another one; nothing if one begins none.
  std::optional<std::vector<std::size_t>> find(std::span<const LineWord> words) const {
    std::vector<std::size_t> found;
    for (const std::string& beginning : beginnings_) {
      std::size_t at = 0;
      const auto is_it = [&](std::size_t i) {
        return words[i].folded.starts_with(beginning) && std::ranges::find(found, i) == found.end();
      };
      while (at < words.size() && !is_it(at)) ++at;
      if (at == words.size()) return std::nullopt;
      found.push_back(at);
    }
    return found;
  }

  void add_words(std::span<const LineWord> words, const std::vector<std::size_t>& found, std::size_t worth) {
    std::string text;
    for (const std::size_t i : found) text += (text.empty() ? "" : " ") + indexer::fold_case(words[i].text);
    counts_[std::move(text)] += worth;
  }

  std::vector<std::string> beginnings_;
  std::map<std::string, std::size_t> counts_;
  std::set<std::string, std::less<>> known_titles_;
  std::vector<Title> titles_;
};

}  // namespace

std::vector<Completion> complete(Database& database, std::string_view typed, std::size_t limit,
                                 const Deadline& deadline) {
  std::vector<std::string> beginnings = beginnings_of(typed);
  const bool is_enough = std::ranges::any_of(beginnings, [](const std::string& word) { return word.size() >= 2; });
  if (!is_enough || limit == 0 || deadline.is_over()) return {};
  Connection& connection = database.connection();
  const Snapshot snapshot(connection);
  const std::string mark = indexer::language_mark(languages_of_index(connection));
  const std::string expression = match_expression(beginnings, mark);
  Completer completer(std::move(beginnings));
  const TimeLimit time(connection, deadline);
  try {
    Statement select = connection.prepare(
        fmt::format("SELECT title, url, headings FROM pages WHERE id IN (SELECT rowid FROM page_index"
                    " WHERE page_index MATCH ? ORDER BY rowid LIMIT {}) ORDER BY id",
                    kMostLookedAt));
    for (const Row row : select.rows(expression)) {
      completer.add_title(row.text(0), row.text(1));
      for (const auto line : row.text(2) | std::views::split('\n') | std::views::take(kMostLines)) {
        completer.add_heading(std::string_view(line.begin(), line.end()));
      }
    }
  } catch (const Interrupted&) {
    return std::move(completer).best(limit);
  }
  return std::move(completer).best(limit);
}

}  // namespace storage
