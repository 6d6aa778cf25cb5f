#include "storage/query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>
#include <span>
#include <utility>

#include "storage/query_builder.hpp"
#include "storage/query_syntax.hpp"

namespace storage {
namespace {

constexpr std::size_t kMaxBytes = 4096;

using Phrases = std::span<const Phrase>;

Phrases phrases_of(const Query& query, std::size_t first, std::size_t count) {
  return Phrases(query.phrases).subspan(first, count);
}

/// Adds one that is enough by itself.
void add(Query& query, Phrase phrase, double emphasis) {
  const auto known = std::ranges::find(query.phrases, phrase);
  if (known != query.phrases.end()) {
    query.emphasis[static_cast<std::size_t>(known - query.phrases.begin())] += emphasis;
    return;
  }
  query.phrases.push_back(std::move(phrase));
  query.emphasis.push_back(emphasis);
  query.groups.push_back(1);
}

void add_pairs(Query& query, const Phrase& phrase, double emphasis) {
  if (phrase.size() <= 2) add(query, phrase, emphasis);
  for (std::size_t i = 0; phrase.size() > 2 && i + 1 < phrase.size(); ++i) {
    add(query, {phrase[i], phrase[i + 1]}, emphasis);
  }
}

std::string_view column_of(Word::Place place) {
  return place == Word::Place::kTitle ? "title : " : place == Word::Place::kPath ? "path : " : "";
}

/// How phrases are written in an expression.
struct Notation {
  std::string mark;        ///< of the languages
  bool are_words = false;  ///< one by one
};

/// No character of a word is a quote or NUL, so there is nothing to escape. A beginning is a string of its own, for the
/// tokenizer makes no stems in one that has it.
std::string quoted(std::span<const Word> phrase, const std::string& mark) {
  std::string text;
  for (const Word& word : phrase) {
    if (!word.is_prefix) text += (text.empty() ? "" : " ") + word.text;
  }
  std::string expression(column_of(phrase.front().place));
  if (!text.empty()) expression += fmt::format("\"{}{}\"", mark, text);
  if (phrase.back().is_prefix) expression += fmt::format("{}\"{}\" *", text.empty() ? "" : " + ", phrase.back().text);
  return expression;
}

std::string written(const Phrase& phrase, const Notation& notation) {
  if (!notation.are_words || phrase.size() == 1) return quoted(phrase, notation.mark);
  std::string expression;
  for (const Word& word : phrase)
    expression += (expression.empty() ? "(" : " AND ") + quoted(std::span(&word, 1), notation.mark);
  return expression + ')';
}

std::string joined(Phrases phrases, std::string_view between, const Notation& notation) {
  std::string expression;
  for (const Phrase& phrase : phrases) {
    if (!expression.empty()) expression += between;
    expression += written(phrase, notation);
  }
  return expression;
}

std::string alternatives(Phrases phrases, const Notation& notation) {
  const std::string expression = joined(phrases, " OR ", notation);
  return phrases.size() == 1 ? expression : '(' + expression + ')';
}

std::string all_of(const Query& query, const Notation& notation) {
  std::string expression;
  std::size_t first = 0;
  for (const std::size_t count : query.groups) {
    if (first > 0) expression += " AND ";
    expression += alternatives(phrases_of(query, first, count), notation);
    first += count;
  }
  if (query.optional.empty()) return expression;
  return fmt::format("({}) AND ({} OR {})", expression, joined(query.optional, " OR ", notation),
                     joined(phrases_of(query, 0, query.groups.front()), " OR ", notation));
}

/// What is binding stands in front.
std::string any_of(const Query& query, const Notation& notation) {
  std::string expression;
  std::size_t first = 0;
  for (const std::size_t count : query.groups) {
    if (!is_binding(query, first, count)) break;
    if (first > 0) expression += " AND ";
    expression += alternatives(phrases_of(query, first, count), notation);
    first += count;
  }
  std::string rest = joined(phrases_of(query, first, query.phrases.size() - first), " OR ", notation);
  if (first == 0) return rest;
  return rest.empty() ? expression : fmt::format("{} AND ({})", expression, rest);
}

std::string expression_of(const Query& query, const Notation& notation) {
  if (query.phrases.empty()) return {};
  std::string wanted = query.wanted == Query::Wanted::kAll ? all_of(query, notation) : any_of(query, notation);
  if (query.excluded.empty()) return wanted;
  return fmt::format("({}) NOT ({})", wanted, excluded_expression(query));
}

}  // namespace

Query parse_query(std::string_view typed, indexer::Languages languages) {
  typed = typed.substr(0, kMaxBytes);
  QueryBuilder builder(typed, languages);
  for (const Term& term : read_terms(typed)) builder.add(term);
  return builder.finish();
}

Query any_word(const Query& query) {
  Query loosened{
      .excluded = query.excluded, .filter = query.filter, .wanted = Query::Wanted::kAny, .languages = query.languages};
  Query loose;
  std::size_t first = 0;
  for (const std::size_t count : query.groups) {
    const bool is_kept = is_binding(query, first, count);
    if (is_kept) loosened.groups.push_back(count);
    for (std::size_t i = first; i < first + count; ++i) {
      if (is_kept) {
        loosened.phrases.push_back(query.phrases[i]);
        loosened.emphasis.push_back(query.emphasis[i]);
      } else {
        add_pairs(loose, query.phrases[i], query.emphasis[i]);
      }
    }
    first += count;
  }
  for (std::size_t i = 0; i < loose.phrases.size(); ++i) {
    loosened.phrases.push_back(std::move(loose.phrases[i]));
    loosened.emphasis.push_back(loose.emphasis[i]);
    loosened.groups.push_back(1);
  }
  return loosened;
}

bool is_binding(const Query& query, std::size_t first, std::size_t count) {
  return std::ranges::any_of(phrases_of(query, first, count),
                             [](const Phrase& phrase) { return phrase.front().place != Word::Place::kAnywhere; });
}

std::size_t loose_groups(const Query& query) {
  std::size_t loose = 0;
  std::size_t first = 0;
  for (const std::size_t count : query.groups) {
    if (!is_binding(query, first, count)) ++loose;
    first += count;
  }
  return loose;
}

Query shown_in_text(const Query& query) {
  Query shown{.wanted = query.wanted, .languages = query.languages};
  for (std::size_t i = 0; i < query.phrases.size(); ++i) {
    if (query.phrases[i].front().place == Word::Place::kAnywhere) add(shown, query.phrases[i], query.emphasis[i]);
  }
  return shown;
}

std::string match_expression(const Query& query) {
  return expression_of(query, {.mark = indexer::language_mark(query.languages)});
}

std::string words_expression(const Query& query) {
  return expression_of(query, {.mark = indexer::language_mark(query.languages), .are_words = true});
}

bool is_satisfied(const Query& query, const std::function<bool(std::size_t)>& has) {
  bool is_any_wanted = false;
  bool has_any = false;
  std::size_t first = 0;
  for (const std::size_t count : query.groups) {
    const auto phrases = std::views::iota(first, first + count);
    const bool is_there = std::ranges::any_of(phrases, has);
    if (query.wanted == Query::Wanted::kAny && !is_binding(query, first, count)) {
      is_any_wanted = true;
      has_any |= is_there;
    } else if (!is_there) {
      return false;
    }
    first += count;
  }
  return has_any || !is_any_wanted;
}

std::string excluded_expression(const Query& query) {
  return joined(query.excluded, " OR ", {.mark = indexer::language_mark(query.languages)});
}

}  // namespace storage
