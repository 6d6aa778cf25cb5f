#include "storage/query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "indexer/stop_words.hpp"
#include "indexer/tokenizer.hpp"

namespace storage {
namespace {

constexpr std::size_t kMaxBytes = 4096;
constexpr std::size_t kMaxWords = 64;

// Telephones type curly quotes where the person typed straight ones.
constexpr std::array<std::string_view, 3> kQuotes{"\"", "\u201C", "\u201D"};

/// Takes from `typed` what stands before its first quote, and that quote too; all of it if it has none.
std::string_view take_until_quote(std::string_view& typed) {
  std::size_t end = typed.size();
  std::size_t rest = typed.size();
  for (const std::string_view quote : kQuotes) {
    const std::size_t found = typed.find(quote);
    if (found >= end) continue;
    end = found;
    rest = found + quote.size();
  }
  const std::string_view taken = typed.substr(0, end);
  typed.remove_prefix(rest);
  return taken;
}

/// Whether words with `between` between them hang together: only what holds names, numbers, paths and addresses
/// together makes them so. A comma does not, nor a bracket.
bool hangs_together(std::string_view between) {
  constexpr std::string_view kApostrophe = "\u2019";
  return between == kApostrophe || between.find_first_not_of("_.:'-/\\@#&+~") == std::string_view::npos;
}

void add(Query& query, Phrase phrase, double emphasis = 1) {
  if (phrase.empty()) return;
  const auto known = std::ranges::find(query.phrases, phrase);
  if (known != query.phrases.end()) {
    query.emphasis[static_cast<std::size_t>(known - query.phrases.begin())] += emphasis;
    return;
  }
  query.phrases.push_back(std::move(phrase));
  query.emphasis.push_back(emphasis);
}

/// By its folded form, which stop words are listed in.
bool is_stop_word(const Word& word, indexer::Languages languages) {
  for (const indexer::Token& token : indexer::tokenize(word.text, {}, indexer::Purpose::kQuery)) {
    return indexer::is_stop_word(token.term, languages);
  }
  return false;
}

/// Puts words aside that say next to nothing, unless there are no others. `is_quoted`: which phrases were.
void put_stop_words_aside(Query& query, const std::vector<bool>& is_quoted) {
  Query kept{.languages = query.languages};
  for (std::size_t i = 0; i < query.phrases.size(); ++i) {
    const Phrase& phrase = query.phrases[i];
    const bool is_stop = !is_quoted[i] && phrase.size() == 1 && is_stop_word(phrase.front(), query.languages);
    if (is_stop) {
      kept.optional.push_back(phrase);
    } else {
      add(kept, phrase, query.emphasis[i]);
    }
  }
  if (!kept.phrases.empty()) query = std::move(kept);
}

/// Adds the words of `typed`, at most `most`, as one phrase if it was `quoted`; returns how many there were.
std::size_t add_words(Query& query, std::string_view typed, bool quoted, std::size_t most) {
  std::size_t words = 0;
  std::size_t end = 0;
  Phrase phrase;
  for (const indexer::Token& token : indexer::tokenize(typed, query.languages, indexer::Purpose::kQuery)) {
    if (token.position < words) {
      phrase.back().terms.emplace_back(token.term);
      continue;
    }
    if (words++ == most) break;
    if (!quoted && !hangs_together(typed.substr(end, token.begin - end))) add(query, std::exchange(phrase, {}));
    end = token.end;
    phrase.push_back(
        {.text = std::string(typed.substr(token.begin, end - token.begin)), .terms = {std::string(token.term)}});
  }
  add(query, std::move(phrase));
  return std::min(words, most);
}

/// No character of a word is a quote or NUL, so there is nothing to escape.
std::string quoted(const Phrase& phrase, const std::string& mark) {
  std::string text;
  for (const Word& word : phrase) text += (text.empty() ? "" : " ") + word.text;
  return '"' + mark + text + '"';
}

}  // namespace

Query parse_query(std::string_view typed, indexer::Languages languages) {
  typed = typed.substr(0, kMaxBytes);
  Query query{.phrases = {}, .languages = languages};
  std::size_t words_left = kMaxWords;
  std::vector<bool> is_quoted;
  for (bool quoted = false; !typed.empty(); quoted = !quoted) {
    words_left -= add_words(query, take_until_quote(typed), quoted, words_left);
    is_quoted.resize(query.phrases.size(), quoted);
  }
  for (double& emphasis : query.emphasis) emphasis = std::sqrt(emphasis);  // the second time says less than the first
  put_stop_words_aside(query, is_quoted);
  return query;
}

Query any_word(const Query& query) {
  Query loosened{.phrases = {}, .wanted = Query::Wanted::kAny, .languages = query.languages};
  for (std::size_t p = 0; p < query.phrases.size(); ++p) {
    const Phrase& phrase = query.phrases[p];
    if (phrase.size() <= 2) add(loosened, phrase, query.emphasis[p]);
    for (std::size_t i = 0; phrase.size() > 2 && i + 1 < phrase.size(); ++i) {
      add(loosened, {phrase[i], phrase[i + 1]}, query.emphasis[p]);
    }
  }
  return loosened;
}

std::string match_expression(const Query& query) {
  const std::string_view and_or = query.wanted == Query::Wanted::kAll ? " AND " : " OR ";
  const std::string mark = indexer::language_mark(query.languages);
  const auto joined = [&](const std::vector<Phrase>& phrases, std::string_view between) {
    std::string expression;
    for (const Phrase& phrase : phrases) {
      if (!expression.empty()) expression += between;
      expression += quoted(phrase, mark);
    }
    return expression;
  };
  std::string wanted = joined(query.phrases, and_or);
  if (query.optional.empty()) return wanted;
  return fmt::format("({}) AND ({} OR {})", wanted, joined(query.optional, " OR "),
                     quoted(query.phrases.front(), mark));
}

}  // namespace storage
