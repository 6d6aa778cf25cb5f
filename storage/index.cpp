#include "storage/index.hpp"

namespace storage {

Index::Index(Database& database, Ledger& ledger, base::StageTimes* times)
    : database_(database), ledger_(ledger), pages_(database), duplicates_(database, pages_), times_(times) {}

void Index::commit() {
  const base::StageMeter meter(times_, base::Stage::kCommit);
  database_.commit();
}

Written Index::write(const indexer::Record& record) {
  const base::StageMeter meter(times_, base::Stage::kInsert);
  return database_.change([&] {
    ledger_.record(record.page);
    if (record.document || record.page.is_unchanged) {
      write_page(record);
    } else if (record.page.outcome == crawler::Outcome::kPage) {
      pages_.outdate(record.page.id);  // it is not to be indexed
    }
    duplicates_.settle(record.page);
    return Written{.text_bytes = record.document ? record.document->body.size() + record.document->rest.size() : 0};
  });
}

void Index::write_page(const indexer::Record& record) {
  const crawler::Page& page = record.page;
  const indexer::Document* const document = record.document ? &*record.document : nullptr;
  if (!duplicates_.is_page_of_its_own(page, document)) {
    pages_.retire(page.id);
  } else if (document != nullptr) {
    pages_.store(page, *document);
  } else {
    pages_.touch(page);
  }
}

}  // namespace storage
