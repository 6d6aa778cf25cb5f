#include "storage/query.hpp"

#include <algorithm>
#include <array>
#include <utility>

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

void add(Query& query, Phrase phrase) {
  if (phrase.empty() || std::ranges::find(query.phrases, phrase) != query.phrases.end()) return;
  query.phrases.push_back(std::move(phrase));
}

/// Adds the words of `typed`, at most `most`, as one phrase if it was `quoted`; returns how many there were.
std::size_t add_words(Query& query, std::string_view typed, bool quoted, std::size_t most) {
  std::size_t words = 0;
  std::size_t end = 0;
  Phrase phrase;
  for (const indexer::Token& token : indexer::tokenize(typed)) {
    if (words++ == most) break;
    if (!quoted && !hangs_together(typed.substr(end, token.begin - end))) add(query, std::exchange(phrase, {}));
    end = token.end;
    phrase.emplace_back(std::string(typed.substr(token.begin, end - token.begin)), std::string(token.term));
  }
  add(query, std::move(phrase));
  return std::min(words, most);
}

/// No character of a word is a quote or NUL, so there is nothing to escape.
std::string quoted(const Phrase& phrase) {
  std::string text;
  for (const Word& word : phrase) text += (text.empty() ? '"' : ' ') + word.text;
  return text + '"';
}

}  // namespace

Query parse_query(std::string_view typed) {
  typed = typed.substr(0, kMaxBytes);
  Query query;
  std::size_t words_left = kMaxWords;
  for (bool quoted = false; !typed.empty(); quoted = !quoted) {
    words_left -= add_words(query, take_until_quote(typed), quoted, words_left);
  }
  return query;
}

Query any_word(const Query& query) {
  Query loosened{.phrases = {}, .wanted = Query::Wanted::kAny};
  for (const Phrase& phrase : query.phrases) {
    if (phrase.size() <= 2) add(loosened, phrase);
    for (std::size_t i = 0; phrase.size() > 2 && i + 1 < phrase.size(); ++i) {
      add(loosened, {phrase[i], phrase[i + 1]});
    }
  }
  return loosened;
}

std::string match_expression(const Query& query) {
  const std::string_view and_or = query.wanted == Query::Wanted::kAll ? " AND " : " OR ";
  std::string expression;
  for (const Phrase& phrase : query.phrases) {
    if (!expression.empty()) expression += and_or;
    expression += quoted(phrase);
  }
  return expression;
}

}  // namespace storage
