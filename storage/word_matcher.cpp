#include "storage/word_matcher.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "storage/place_reader.hpp"
#include "storage/query_rows.hpp"

namespace storage {
namespace {

// A look at the clock takes as long as some rows.
constexpr std::size_t kRowsBetweenLooks = 500;

void measure(WordIndex& index, Candidates& candidates) {
  const std::vector<double> totals = index.totals();
  if (totals.size() != kOwnColumns + 1) throw UnknownFormat();
  candidates.pages_of_index = totals.front();
  std::copy(totals.begin() + 1, totals.end(), candidates.words_of_index.begin());
}

void collect(QueryRows& rows, const Query& query, std::span<const std::int64_t> known, const Deadline& deadline,
             Candidates& candidates) {
  std::size_t left = kRowsBetweenLooks;
  for (std::int64_t row = 0; (row = rows.find(row)) != WordRows::kNone; ++row) {
    if (--left == 0 && deadline.is_over()) throw Interrupted();
    if (left == 0) left = kRowsBetweenLooks;
    while (!known.empty() && known.front() < row) known = known.subspan(1);
    if (!known.empty() && known.front() == row) continue;
    add_page(row, rows.places(), candidates);
    if (!candidates.last_satisfies(query)) candidates.remove_last();
    if (candidates.ids.size() <= kMostCandidates) continue;
    candidates.is_whole = false;
    return candidates.remove_last();
  }
}

}  // namespace

WordMatcher::WordMatcher(Connection& connection) : index_(connection, "page_index") {}

bool WordMatcher::find(const Query& query, std::span<const std::int64_t> known, const Deadline& deadline,
                       Candidates& candidates) {
  if (!QueryRows::are_of(query) || !index_.is_whole()) return false;
  const Candidates empty = candidates;
  candidates.reserve(kMostCandidates + 1);  // what is not used is no memory; to grow is to copy
  try {
    index_.look();
    QueryRows rows(index_, query);
    try {
      measure(index_, candidates);
      collect(rows, query, known, deadline, candidates);
      if (candidates.ids.empty()) {
        candidates = empty;
      } else {
        rows.count(candidates.pages_with, &WordRows::count);
      }
    } catch (const Interrupted&) {
      rows.count(candidates.pages_with, &WordRows::count_so_far);
      throw;
    }
    return true;
  } catch (const UnknownFormat&) {
    candidates = empty;
    return false;
  }
}

}  // namespace storage
