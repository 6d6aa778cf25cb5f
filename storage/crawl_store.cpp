#include "storage/crawl_store.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "crawler/date.hpp"

namespace storage {
namespace {

using crawler::SitemapEnd;
using std::chrono::seconds;
using std::chrono::sys_seconds;

// How much of a sitemap was once read: what `sitemaps.trust` says.
constexpr int kInPart = 1;
constexpr int kWhole = 2;

int trust_in(SitemapEnd end) {
  return end == SitemapEnd::kRead ? kWhole : end == SitemapEnd::kBrokenOff ? kInPart : 0;
}

/// The least trust that this end of a reading disappoints.
int least_disappointed(SitemapEnd end) {
  return end == SitemapEnd::kFailed ? kInPart : end == SitemapEnd::kBrokenOff ? kWhole : kWhole + 1;
}

}  // namespace

CrawlStore::CrawlStore(Database& database, Ledger& ledger, Round round, Reusable reusable)
    : database_(database),
      ledger_(ledger),
      round_(round),
      crawl_(round.crawl),
      reusable_(reusable),
      keep_lastmod_(database.connection().prepare("UPDATE urls SET lastmod = ?1 WHERE id = ?2 AND lastmod IS NOT ?1")),
      stored_(database.connection().prepare(
          "SELECT etag, last_modified, lastmod, fetched_at, good_round FROM urls JOIN pages USING (id)"
          " WHERE urls.crawl = ? AND urls.url = ? AND is_whole")),
      recall_(database.connection().prepare(
          "SELECT pages.status, pages.content_type, pages.bytes, pages.body_hash, canonical, title, fetched_at, took_ms"
          "  FROM pages JOIN urls USING (id) WHERE id = ?")),
      recall_links_(database.connection().prepare(
          "SELECT urls.url FROM pages, json_each(pages.links) JOIN urls ON urls.id = json_each.value"
          " WHERE pages.id = ? ORDER BY json_each.key")),
      recall_nofollow_(database.connection().prepare(
          "SELECT json_each.value FROM pages, json_each(pages.nofollow) WHERE pages.id = ?")) {}

/// A page without validators may have a time in a sitemap: that will do in their place (RFC 9110, 13.1.3). One that has
/// changed since, as the sitemap says, is asked for without conditions.
crawler::Stored CrawlStore::stored(std::string_view url) {
  for (const Row row : stored_.rows(crawl_, url)) {
    if (row.integer(4) < reusable_.from) return {};
    if (reusable_.stands != 0 && row.integer(4) == reusable_.stands) return {.validators = {}, .stands = true};
    const bool is_listed = !row.is_null(2);
    if (is_listed && row.integer(2) > row.integer(3)) return {};
    crawler::Validators validators{.etag = std::string(row.text(0)), .last_modified = std::string(row.text(1))};
    if (validators.empty() && is_listed)
      validators.last_modified = crawler::http_date(sys_seconds(seconds(row.integer(2))));
    return {.validators = std::move(validators)};
  }
  return {};
}

void CrawlStore::recall(crawler::Page& page) {
  for (const Row row : recall_.rows(page.id)) {
    page.status = static_cast<int>(row.integer(0));
    page.content_type = row.text(1);
    page.body_bytes = static_cast<std::uint64_t>(row.integer(2));
    assert(row.text(3).size() == page.body_hash.size());
    std::ranges::copy(row.text(3), page.body_hash.begin());
    if (!row.is_null(4)) page.content.metadata.canonical = crawler::Url::parse(row.text(4)).value();
    page.content.metadata.title = row.text(5);
    if (page.attempts > 0) continue;
    page.fetched_at = sys_seconds(seconds(row.integer(6)));
    page.took = std::chrono::milliseconds(row.integer(7));
  }
  for (const Row row : recall_links_.rows(page.id)) {
    auto url = crawler::Url::parse(row.text(0));
    page.content.links.push_back({.url = *std::move(url)});
  }
  for (const Row row : recall_nofollow_.rows(page.id)) {
    page.content.links.at(static_cast<std::size_t>(row.integer(0))).nofollow = true;
  }
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
  database_.change([&] {
    database_.connection()
        .prepare("UPDATE crawls SET sitemap_entries = ?, refilled = 1 WHERE id = ?")
        .run(taken, crawl_);
  });
}

/// One that was read is held if it fails now, or breaks off though it did not before, until it is well or gone.
void CrawlStore::keep_sitemap(std::string_view url, std::string_view problem, SitemapEnd end) {
  database_.change([&] {
    database_.connection()
        .prepare("INSERT OR IGNORE INTO sitemaps(crawl, url, reason) VALUES (?, ?, '')")
        .run(crawl_, url);
    database_.connection()
        .prepare(
            "UPDATE sitemaps SET (reason, round, held, trust) = (?3, ?4, trust >= ?5, iif(?6, 0, max(trust, ?7)))"
            " WHERE crawl = ?1 AND url = ?2")
        .run(crawl_, url, problem, round_.number, least_disappointed(end), end == SitemapEnd::kGone, trust_in(end));
  });
}

void CrawlStore::keep_lastmod(crawler::UrlId url, std::chrono::sys_seconds time) {
  database_.change([&] { keep_lastmod_.run(time.time_since_epoch().count(), url); });
}

}  // namespace storage
