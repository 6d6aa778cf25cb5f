#pragma once

#include <chrono>
#include <cstddef>

#include "indexer/document.hpp"
#include "storage/ledger.hpp"

namespace storage {

/// What has been written of a record, and awaits its commit.
struct Written {
  std::size_t text_bytes = 0;
};

/// Writes what was crawled: the end of the main path. The writer's thread only.
class Index {
 public:
  Index(Database& database, Ledger& ledger);

  /// Writes the ledger's row, and the page with its postings if there is a document; a page written before is replaced.
  /// Some 150 us for a page of 8 kB of text, so this goes on beside the parsers page by page, not in one go at the end.
  Written write(const indexer::Record& record);

  /// Makes all that was written and queued since the last commit durable, together. Worth its while for hundreds of
  /// pages: a commit for each page makes it three times as dear.
  void commit();

  /// CPU time that writing and committing have taken so far.
  std::chrono::nanoseconds cpu_time() const { return cpu_time_; }

 private:
  void index_page(const crawler::Page& page, const indexer::Document& document);
  void forget(crawler::UrlId id);

  Database& database_;
  Ledger& ledger_;
  std::chrono::nanoseconds cpu_time_{0};
  Statement select_, write_page_, write_postings_, delete_postings_;
};

}  // namespace storage
