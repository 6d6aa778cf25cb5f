#pragma once

#include <cstdint>
#include <span>

#include "storage/candidates.hpp"
#include "storage/deadline.hpp"
#include "storage/query.hpp"
#include "storage/sqlite.hpp"
#include "storage/word_index.hpp"

namespace storage {

/// Finds the pages that match queries of nothing but words and phrases. One thread.
class WordMatcher {
 public:
  explicit WordMatcher(Connection& connection);

  /// As `CandidateFinder::find`, but that pages are not wanted which are `known`, ascending. False if FTS5 is to be
  /// asked: then nothing has been added.
  bool find(const Query& query, std::span<const std::int64_t> known, const Deadline& deadline, Candidates& candidates);

 private:
  WordIndex index_;
};

}  // namespace storage
