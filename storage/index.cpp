#include "storage/index.hpp"

#include <fmt/format.h>

#include <cassert>
#include <iterator>

#include "base/cpu_time.hpp"

namespace storage {
namespace {

/// Links that were counted but not kept have no row to point to.
std::string json_of(const std::vector<crawler::Link>& links) {
  std::string json = "[";
  for (const crawler::Link& link : links) {
    if (link.id == 0) continue;
    fmt::format_to(std::back_inserter(json), "{}{}", json.size() == 1 ? "" : ",", link.id);
  }
  return json += ']';
}

std::optional<std::string> href_of(const std::optional<crawler::Url>& url) {
  return url ? std::optional(url->href()) : std::nullopt;
}

}  // namespace

Index::Index(Database& database, Ledger& ledger)
    : database_(database),
      ledger_(ledger),
      select_(database.connection().prepare("SELECT title, headings, description, body FROM pages WHERE id = ?")),
      write_page_(database.connection().prepare("INSERT OR REPLACE INTO pages(id, crawl, url, born, whole, changed_at, "
                                                "needs_script, language, canonical, title,"
                                                " description, headings, links, nofollow, body)"
                                                " VALUES (?, ?, ?, 1, 0, 0, 0, ?, ?, ?, ?, ?, ?, '[]', ?)")),
      write_postings_(database.connection().prepare(
          "INSERT INTO page_index(rowid, title, headings, description, body) VALUES (?, ?, ?, ?, ?)")),
      delete_postings_(
          database.connection().prepare("INSERT INTO page_index(page_index, rowid, title, headings, description, body)"
                                        " VALUES ('delete', ?, ?, ?, ?, ?)")) {}

void Index::commit() {
  const base::CpuMeter meter(cpu_time_);
  database_.commit();
}

Written Index::write(const indexer::Record& record) {
  const base::CpuMeter meter(cpu_time_);
  return database_.change([&] {
    ledger_.record(record.page);
    if (!record.document) return Written();
    index_page(record.page, *record.document);
    return Written{.text_bytes = record.document->body.size()};
  });
}

void Index::index_page(const crawler::Page& page, const indexer::Document& document) {
  assert(page.outcome == crawler::Outcome::kPage);
  forget(page.id);
  write_page_.run(page.id, page.crawl, page.url.href(), document.language, href_of(page.content.metadata.canonical),
                  document.title, document.description, document.headings, json_of(page.content.links), document.body);
  write_postings_.run(page.id, document.title, document.headings, document.description, document.body);
}

/// Postings are deleted by the text they were made from, which the index itself does not keep.
void Index::forget(crawler::UrlId id) {
  for (const Row row : select_.rows(id)) {
    delete_postings_.run(id, row.text(0), row.text(1), row.text(2), row.text(3));
  }
}

}  // namespace storage
