#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "indexer/document.hpp"
#include "indexer/language.hpp"
#include "storage/fts_tokenizer.hpp"
#include "storage/merge_width.hpp"
#include "storage/sqlite.hpp"

namespace storage {

/// Writes the index over `pages`: FTS5's table `page_index`, which keeps no texts and so is told them when they go,
/// too. The writer's thread; each function within `Database::change`.
class Postings {
 public:
  explicit Postings(Connection& connection);

  /// Adds those of a page that has been stored. 130 us for 8 kB of text whose terms have been made.
  void add(std::int64_t id, const indexer::Document& document, std::string_view url);
  /// The same, from what is stored.
  void add(std::int64_t id);

  /// Removes those of a page, which is stored as it was when they were added.
  void remove(std::int64_t id);

 private:
  void know(std::string_view language);

  Connection& connection_;
  Statement select_, add_, remove_, language_;
  ReadyTerms& ready_terms_;
  MergeWidth merge_width_;
  indexer::Languages languages_;
};

/// The languages that pages are or were in: words of a query may be meant in any of them. None at all: there has been
/// no page.
indexer::Languages languages_of_index(Connection& connection);

/// Finds out which they are; takes a look at each page.
void recount_languages(Connection& connection);

}  // namespace storage
