#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "storage/candidates.hpp"
#include "storage/deadline.hpp"
#include "storage/page_filter.hpp"
#include "storage/query.hpp"
#include "storage/sqlite.hpp"
#include "storage/word_matcher.hpp"

namespace storage {

/// Gives `connection` the function that `CandidateFinder` calls.
void lend_candidate_function(Connection& connection);

/// Finds candidates. One thread.
class CandidateFinder {
 public:
  explicit CandidateFinder(Connection& connection);

  /// Pages that are not wanted whatever else they have.
  struct Known {
    std::span<const std::int64_t> ids{};  ///< ascending
    std::string expression{};             ///< and those that match it, if it is one
  };

  /// Adds the pages that match `query` to `candidates`, which are empty: those of the beginning of the crawl, if these
  /// are more than `kMostCandidates`. 0.1 to 0.2 us for each page and phrase, and as much for a page that has the words
  /// of a phrase without it. What was found stays when it is interrupted, or the deadline over: then it throws
  /// `Interrupted`.
  ///
  /// With a filter only pages that pass it are candidates; others take 2 us each.
  void find(const Query& query, const Known& known, const Deadline& deadline, Candidates& candidates);

  /// The same for pages that pass `filter` and do not match `excluded`, which may be empty, whatever their words.
  void find_all(const PageFilter& filter, std::string_view excluded, Candidates& candidates);

  /// The same of that page only. 20 us and more.
  void find_one(const Query& query, std::int64_t page, Candidates& candidates);

 private:
  Connection& connection_;
  WordMatcher matcher_;
  Statement collect_, collect_one_;
};

}  // namespace storage
