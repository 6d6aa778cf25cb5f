#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/page.hpp"
#include "storage/database.hpp"
#include "storage/postings.hpp"

namespace storage {

/// Writes the rows of a made-up crawl straight into a database, for tests of what is read from them.
class LedgerRows {
 public:
  struct Url {
    std::string_view url;
    std::string_view state = "page";
    std::string_view reason;
    std::optional<crawler::UrlId> found_from;
    int depth = 1;
    std::optional<crawler::UrlId> alias_of;
    std::optional<int> status = 200;
    int bytes = 1'000;
    int took_ms = 10;
    int round = 1;
    bool is_held = false;
  };

  explicit LedgerRows(Database& database, std::string_view seed = "http://site.test/", bool is_finished = true)
      : database_(database) {
    database_.change([&] {
      database_.connection()
          .prepare(
              "INSERT INTO crawls(name, seeds, scope, sites, state, reason, started_at)"
              " VALUES (?1 || ' host', json_array(?1), 'host', '[]', ?2, '', 0)")
          .run(seed, is_finished ? "finished" : "unfinished");
      crawl_ = database_.connection().last_insert_id();
    });
  }

  crawler::CrawlId crawl() const { return crawl_; }

  crawler::UrlId add(const Url& url) {
    return database_.change([&] {
      database_.connection()
          .prepare(
              "INSERT INTO urls(crawl, url, state, reason, found_from, depth, alias_of, status, bytes, took_ms,"
              " round, held, content_type, fetched_at, attempts)"
              " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'text/html', 1700000000, 1)")
          .run(crawl_, url.url, url.state, url.reason, url.found_from, url.depth, url.alias_of, url.status, url.bytes,
               url.took_ms, url.round, url.is_held ? 1 : 0);
      return database_.connection().last_insert_id();
    });
  }

  /// The seed, which has no page yet.
  crawler::UrlId add_seed(std::string_view url = "http://site.test/") { return add({.url = url, .depth = 0}); }

  /// Indexes a page for a row, so that it is found at once.
  void index(crawler::UrlId id, std::string_view title, std::string_view body,
             const std::vector<crawler::UrlId>& links = {}, bool needs_script = false) {
    database_.change([&] {
      database_.connection()
          .prepare(
              "INSERT INTO pages(id, crawl, url, born, is_whole, status, content_type, bytes, body_hash, etag,"
              " last_modified, needs_script, language, title, description, headings, links, nofollow, body)"
              " SELECT id, crawl, url, 1, 0, status, content_type, bytes, randomblob(16), '', '', ?, 'en', ?, '', '',"
              " ?, '[]', ? FROM urls WHERE id = ?")
          .run(needs_script ? 1 : 0, title, fmt::format("[{}]", fmt::join(links, ",")), body, id);
      Postings(database_).add(id);
      database_.pending_postings().write();
    });
  }

 private:
  Database& database_;
  crawler::CrawlId crawl_ = 0;
};

}  // namespace storage
