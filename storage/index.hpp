#pragma once

#include <cstddef>

#include "base/stage_times.hpp"
#include "indexer/document.hpp"
#include "storage/duplicates.hpp"
#include "storage/ledger.hpp"
#include "storage/pages.hpp"

namespace storage {

/// What has been written of a record, and awaits its commit.
struct Written {
  std::size_t text_bytes = 0;
};

/// Writes what was crawled: the end of the main path. The writer's thread only.
class Index {
 public:
  /// `times` are added to, if there are any; they outlive it.
  Index(Database& database, Ledger& ledger, base::StageTimes* times = nullptr);

  /// Writes the ledger's row, and the page with its postings if there is a document and no other URL is its page; what
  /// was written before is replaced. Some 100 us for a page of 8 kB of text, so this goes on beside the parsers page by
  /// page, not in one go at the end.
  Written write(indexer::Record record);

  /// Makes all that was written and queued since the last commit durable, together. Worth its while for hundreds of
  /// pages: a commit for each page makes it three times as dear.
  void commit();

 private:
  bool write_page(indexer::Record& record);

  Database& database_;
  Ledger& ledger_;
  Pages pages_;
  Duplicates duplicates_;
  base::StageTimes* times_;
};

}  // namespace storage
