#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "storage/sqlite.hpp"

namespace storage {

/// Pages that are looked at to find the best ones. FTS5 yields matches in the order of the crawl and knows of no best
/// ones: where more pages than this have a word, it says little of any of them.
inline constexpr std::size_t kMostCandidates = 20'000;

/// How many pages there are of some kind, counted from the beginning of the crawl.
struct PageCount {
  std::size_t pages = 0;
  std::int64_t last = 0;  ///< in `pages`
  bool is_whole = true;   ///< there are no more behind the last one
};

/// Pages that match an FTS5 expression, in the order of the crawl, with what their ranks are made from.
struct Candidates {
  /// How often the page has each phrase, a word in a title counting as much as several in a body.
  std::span<const std::uint32_t> frequencies_of(std::size_t page) const {
    return std::span(frequencies).subspan(page * phrases, phrases);
  }

  PageCount count() const { return {ids.size(), ids.empty() ? 0 : ids.back(), is_whole}; }

  std::size_t phrases;                       ///< the first ones of the expression, which are what pages are ranked by
  std::vector<PageCount> pages_with{};       ///< each of these phrases; if there are any here, they are counted
  std::vector<std::int64_t> ids{};           ///< in `pages`, ascending
  std::vector<std::uint32_t> frequencies{};  ///< page by page
  std::vector<std::uint32_t>
      least_words{};     ///< of each page: it has more than are before its last match in each column
  bool is_whole = true;  ///< no other page matches
  double pages_of_index = 0;
  double words_of_index = 0;  ///< in all columns of all pages
};

/// Gives `connection` the function that `CandidateFinder` calls.
void lend_candidate_function(Connection& connection);

/// Finds candidates. One thread.
class CandidateFinder {
 public:
  explicit CandidateFinder(Connection& connection);

  /// Adds the pages that match `expression` to `candidates`, which are empty: those of the beginning of the crawl, if
  /// these are more than `kMostCandidates`. 0.1 to 0.2 us for each page and phrase, and what FTS5 takes to find the
  /// next page, which is much for a rare phrase of common words. What was found stays when it is interrupted.
  void find(std::string_view expression, Candidates& candidates);

 private:
  Statement collect_;
};

}  // namespace storage
