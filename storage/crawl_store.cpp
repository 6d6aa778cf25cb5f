#include "storage/crawl_store.hpp"

namespace storage {

CrawlStore::CrawlStore(Database& database, Ledger& ledger, crawler::CrawlId crawl)
    : database_(database),
      ledger_(ledger),
      crawl_(crawl),
      keep_lastmod_(database.connection().prepare("UPDATE urls SET lastmod = ?1 WHERE id = ?2 AND lastmod IS NOT ?1")) {
}

std::optional<std::string> CrawlStore::robots(std::string_view origin) {
  Statement select = database_.connection().prepare(
      "SELECT text FROM robots WHERE crawl = ? AND origin = ? AND asked_at > unixepoch() - 24 * 3600");
  for (const Row row : select.rows(crawl_, origin)) return std::string(row.text(0));
  return std::nullopt;
}

void CrawlStore::keep_robots(std::string_view origin, std::string_view text) {
  database_.change([&] {
    database_.connection()
        .prepare(
            "INSERT INTO robots(crawl, origin, text, asked_at) VALUES (?, ?, ?, unixepoch())"
            " ON CONFLICT DO UPDATE SET text = excluded.text, asked_at = excluded.asked_at")
        .run(crawl_, origin, text);
  });
}

std::vector<std::string> CrawlStore::origins() {
  std::vector<std::string> origins;
  Statement select = database_.connection().prepare("SELECT origin FROM robots WHERE crawl = ? ORDER BY id");
  for (const Row row : select.rows(crawl_)) origins.emplace_back(row.text(0));
  return origins;
}

std::uint64_t CrawlStore::sitemap_entries() {
  Statement select = database_.connection().prepare("SELECT sitemap_entries FROM crawls WHERE id = ?");
  return static_cast<std::uint64_t>(select.integer(crawl_).value_or(0));
}

void CrawlStore::keep_sitemap_entries(std::uint64_t taken) {
  database_.change(
      [&] { database_.connection().prepare("UPDATE crawls SET sitemap_entries = ? WHERE id = ?").run(taken, crawl_); });
}

void CrawlStore::keep_sitemap(std::string_view url, std::string_view problem) {
  database_.change([&] {
    database_.connection()
        .prepare(
            "INSERT INTO sitemaps(crawl, url, reason) VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET reason = excluded.reason")
        .run(crawl_, url, problem);
  });
}

void CrawlStore::keep_lastmod(crawler::UrlId url, std::chrono::sys_seconds time) {
  database_.change([&] { keep_lastmod_.run(time.time_since_epoch().count(), url); });
}

}  // namespace storage
