#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "storage/database.hpp"
#include "storage/deadline.hpp"

namespace storage {

/// What a person who types may be about to look for.
struct Completion {
  std::string text;  ///< words to look for, or a page's title
  std::string url;   ///< of that page; empty for words

  friend bool operator==(const Completion&, const Completion&) = default;
};

/// How long a completion may take, between two keys.
inline constexpr std::chrono::milliseconds kCompletionTime{50};

/// At most `limit` completions of what was `typed` so far, each of whose words may be the beginning of one: first words
/// of titles and headings that begin so and stand in one of them, those of most pages first, for half of the places;
/// then titles, in which what was typed comes first, and short ones first. Nothing for less than two letters.
///
/// Looks at `kMostLookedAt` pages, the first of the crawl that have such words there; some milliseconds. What was found
/// when the deadline is over is given.
std::vector<Completion> complete(Database& database, std::string_view typed, std::size_t limit,
                                 const Deadline& deadline = Deadline(kCompletionTime));

}  // namespace storage
