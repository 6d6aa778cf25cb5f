#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "storage/query.hpp"
#include "tests/support/query_laws.hpp"

namespace support {

/// A page as a query sees it.
struct ModelPage {
  std::string title;
  std::string body;
  std::string path;
  storage::PageFacts facts;  ///< whose language is that of the texts
};

inline bool stands_in(std::string_view text, const storage::Phrase& phrase, std::string_view language) {
  return has_phrase(text, {.phrases = {phrase}}, indexer::Language::of_tag(language));
}

inline bool has(const ModelPage& page, const storage::Phrase& phrase) {
  const auto place = phrase.front().place;
  const auto may_stand = [&](storage::Word::Place there, std::string_view text) {
    return (place == storage::Word::Place::kAnywhere || place == there) && stands_in(text, phrase, page.facts.language);
  };
  return may_stand(storage::Word::Place::kTitle, page.title) || may_stand(storage::Word::Place::kPath, page.path) ||
         may_stand(storage::Word::Place::kAnywhere, page.body);
}

/// Whether `page` is a hit of `query`, told without an index.
inline bool is_hit(const ModelPage& page, const storage::Query& query) {
  if (query.empty() || !query.filter.passes(page.facts)) return false;
  if (std::ranges::any_of(query.excluded, [&](const auto& phrase) { return has(page, phrase); })) return false;
  bool is_some = query.wanted == storage::Query::Wanted::kAll || loose_groups(query) == 0;
  std::size_t first = 0;
  for (const std::size_t count : query.groups) {
    bool is_there = false;
    for (std::size_t i = first; i < first + count; ++i) is_there |= has(page, query.phrases[i]);
    const bool is_needed = query.wanted == storage::Query::Wanted::kAll || is_binding(query, first, count);
    if (is_needed && !is_there) return false;
    is_some |= is_there && !is_needed;
    first += count;
  }
  return is_some;
}

}  // namespace support
