#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "indexer/document.hpp"
#include "indexer/language.hpp"
#include "storage/database.hpp"
#include "storage/merge_width.hpp"
#include "storage/pending_postings.hpp"

namespace storage {

/// Writes the index over `pages`: FTS5's table `page_index`, which keeps no texts and so is told them when they go.
/// What is added can be found from the next commit on. The writer's thread; each function within `Database::change`.
class Postings {
 public:
  explicit Postings(Database& database);

  /// Adds those of a page that has been stored. 40 us for 8 kB of text whose terms have been made.
  void add(std::int64_t id, const indexer::Document& document, std::string_view url);
  /// The same, from what is stored.
  void add(std::int64_t id);

  /// Removes those of a page, which is stored as it was when they were added.
  void remove(std::int64_t id);

 private:
  void know(std::string_view language);
  void replace(std::int64_t id);

  Connection& connection_;
  PendingPostings& pending_;
  Statement select_, replace_, remove_, language_;
  MergeWidth merge_width_;
  indexer::Languages languages_;
  std::int64_t removed_ = 0;  ///< the last one
};

}  // namespace storage
