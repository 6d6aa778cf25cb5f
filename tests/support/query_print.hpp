#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

#include "indexer/characters.hpp"
#include "storage/query.hpp"

namespace support {

/// A phrase as it may be typed: in quotes, which nothing of it can be taken for an operator in; one that ends with a
/// beginning as a name with a star.
inline std::string printed(const storage::Phrase& phrase) {
  static constexpr std::array<std::string_view, 3> kFields{"", "title:", "url:"};
  const bool has_star = phrase.back().is_prefix;
  std::string text;
  for (const storage::Word& word : phrase) text += (text.empty() ? "" : has_star ? "_" : " ") + word.text;
  const std::string_view quote = has_star ? "" : "\"";
  return fmt::format("{}{}{}{}{}", kFields.at(static_cast<std::size_t>(phrase.front().place)), quote, text, quote,
                     has_star ? "*" : "");
}

/// A star stands for the word itself, too.
inline std::string printed(std::span<const storage::Phrase> phrases, std::string_view between) {
  std::string text;
  for (std::size_t i = 0; i < phrases.size(); ++i) {
    if (i + 1 < phrases.size() && phrases[i + 1].back().is_prefix &&
        phrases[i].back().text == phrases[i + 1].back().text)
      continue;
    text += fmt::format("{}{}", text.empty() ? "" : between, printed(phrases[i]));
  }
  return text;
}

/// A query as it may be typed, so that it is understood in the same way.
inline std::string printed(const storage::Query& query) {
  static constexpr std::array<std::string_view, 5> kFields{"site", "lang", "type", "before", "after"};
  const std::span phrases(query.phrases);
  std::string text;
  std::size_t first = 0;
  for (const std::size_t count : query.groups) {
    text += printed(phrases.subspan(first, count), " OR ") + ' ';
    first += count;
  }
  for (const storage::Phrase& phrase : query.optional) text += indexer::fold_case(phrase.front().text) + ' ';
  if (!query.excluded.empty()) text += '-' + printed(query.excluded, " -") + ' ';
  for (const storage::Condition& condition : query.filter.conditions) {
    text += fmt::format("{}{}:{} ", condition.is_excluded ? "-" : "",
                        kFields.at(static_cast<std::size_t>(condition.kind)), condition.value);
  }
  return text + "\"\"";  // so that it does not end as a sentence
}

/// What is not the same in two queries; empty if they look for the same.
inline std::string_view difference(const storage::Query& a, const storage::Query& b) {
  if (a.phrases != b.phrases) return "phrases";
  if (a.groups != b.groups) return "alternatives";
  if (a.optional != b.optional) return "words that need not be there";
  if (a.filter != b.filter) return "conditions";
  return std::ranges::is_permutation(a.excluded, b.excluded) ? "" : "what is excluded";
}

/// Whether a query that was printed would be cut where another one was: it is longer than what was typed.
inline bool is_too_long(std::string_view printed_query) {
  return printed_query.size() > 4096;
}

}  // namespace support
