#include "storage/index.hpp"

#include <utility>

namespace storage {

Index::Index(Database& database, Ledger& ledger, base::StageTimes* times)
    : database_(database), ledger_(ledger), pages_(database), duplicates_(database, pages_), times_(times) {}

void Index::commit() {
  const base::StageMeter meter(times_, base::Stage::kCommit);
  database_.commit();
}

Written Index::write(indexer::Record record) {
  const base::StageMeter meter(times_, base::Stage::kInsert);
  const Written written{.text_bytes =
                            record.document ? record.document->body.size() + record.document->rest.size() : 0};
  return database_.change([&] {
    ledger_.record(record.page);
    bool is_page_of_its_own = false;
    if (record.document || record.page.is_unchanged) {
      is_page_of_its_own = write_page(record);
    } else if (record.page.outcome == crawler::Outcome::kPage) {
      pages_.outdate(record.page.id);  // it is not to be indexed
    }
    const int aliases = duplicates_.settle(record.page);
    pages_.count(record.page.crawl, (is_page_of_its_own ? 1 : 0) - aliases);
    return written;
  });
}

/// Whether it is a page of its own.
bool Index::write_page(indexer::Record& record) {
  const crawler::Page& page = record.page;
  indexer::Document* const document = record.document ? &*record.document : nullptr;
  if (!duplicates_.is_page_of_its_own(page, document)) {
    pages_.retire(page.id);
    return false;
  }
  if (document != nullptr) {
    pages_.store(page, std::move(*document));
  } else {
    pages_.touch(page);
  }
  return true;
}

}  // namespace storage
