#pragma once

#include <cstdint>

#include "storage/sqlite.hpp"

namespace storage {

/// How many segments of the index FTS5 merges into one. Each commit leaves a segment, and a word is looked up in all of
/// them. Where four become one there are few, but postings are written anew about log4(commits) times: more and more as
/// a crawl grows. From 100,000 pages on sixteen become one, and a word is looked up in some thirty segments instead of
/// ten. The file keeps the setting (`usermerge`, which merges that are asked for go by; `automerge` is for what FTS5
/// writes of its own), and one that is there already stands. The writer's thread only.
class MergeWidth {
 public:
  static constexpr std::int64_t kManyPages = 100'000;

  explicit MergeWidth(Connection& connection);

  /// That postings of one more page were added; within the transaction that adds them.
  void count_page();

 private:
  Connection& connection_;
  std::int64_t pages_;
  bool is_wide_;
};

}  // namespace storage
