#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/page.hpp"
#include "storage/database.hpp"

namespace storage {

/// A crawl as it is remembered: what it was asked to do, and how far it came.
struct Crawl {
  crawler::CrawlId id = 0;
  std::string name;                ///< sorted seeds and the scope: the same request is the same crawl
  std::vector<std::string> sites;  ///< further hosts that turned out to belong to it (`Url::site`)
  std::int64_t pages = 0;          ///< good pages so far
  std::int64_t waiting = 0;        ///< URLs in the frontier, and deferred
  bool is_finished = false;
  std::string reason;  ///< why it ended; empty if it did not
};

/// The crawls of a database. Changes become durable with the next commit.
class Crawls {
 public:
  explicit Crawls(Database& database) : database_(database) {}

  /// The crawl of these seeds, in whatever order, in this scope; a new one if there is none.
  Crawl find_or_create(std::vector<std::string> seeds, std::string_view scope);

  /// The crawl as it stands now.
  Crawl find(crawler::CrawlId crawl);

  /// All of them, by name. Counts the URLs of each: some 0.1 s for a million.
  std::vector<Crawl> all();

  /// Removes a crawl that has no pages, and its ledger.
  void forget(crawler::CrawlId crawl);

  void finish(crawler::CrawlId crawl, std::string_view reason);
  /// There is more to be done after all.
  void reopen(crawler::CrawlId crawl);

 private:
  Database& database_;
};

}  // namespace storage
