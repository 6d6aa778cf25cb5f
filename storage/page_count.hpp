#pragma once

#include <cstddef>
#include <cstdint>

namespace storage {

/// Pages that are looked at to find the best ones. FTS5 yields matches in the order of the crawl and knows of no best
/// ones: where more pages than this have a word, it says little of any of them.
inline constexpr std::size_t kMostCandidates = 20'000;

/// How many pages there are of some kind, counted from the beginning of the crawl.
struct PageCount {
  /// How many there are if the whole crawl, up to the page `last_of_crawl`, is as its beginning is up to `last`.
  double in_whole_crawl(std::int64_t last_of_crawl) const {
    const auto counted = static_cast<double>(pages);
    if (is_whole || pages == 0) return counted;
    return counted * static_cast<double>(last_of_crawl) / static_cast<double>(last);
  }

  /// Of the next one.
  void add(std::int64_t page) {
    is_whole = pages < kMostCandidates;
    if (!is_whole) return;
    ++pages;
    last = page;
  }

  std::size_t pages = 0;
  std::int64_t last = 0;  ///< in `pages`
  bool is_whole = true;   ///< there are no more behind the last one
};

}  // namespace storage
