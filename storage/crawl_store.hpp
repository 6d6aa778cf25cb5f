#pragma once

#include "crawler/frontier_store.hpp"
#include "crawler/robots_cache.hpp"
#include "crawler/sitemaps.hpp"
#include "storage/database.hpp"
#include "storage/ledger.hpp"

namespace storage {

/// Which rounds' pages may be used again.
struct Reusable {
  std::int64_t from = 1;    ///< those of earlier ones have to be asked for as if they were new
  std::int64_t stands = 0;  ///< those of this one need not be asked for; 0: of none
};

/// What one crawl keeps on disk: its share of the ledger, the robots.txt it was given, how far it has read its
/// sitemaps. The writer's thread only.
class CrawlStore final : public crawler::FrontierStore, public crawler::RobotsStore, public crawler::SitemapStore {
 public:
  CrawlStore(Database& database, Ledger& ledger, Round round, Reusable reusable = {});

  std::optional<crawler::Known> find(std::string_view url) override { return ledger_.find(round_, url); }
  crawler::Waiting enqueue(const crawler::Discovery& discovery) override { return ledger_.enqueue(round_, discovery); }
  crawler::UrlId add_redirect_target(const crawler::Discovery& discovery) override {
    return ledger_.add_redirect_target(round_, discovery);
  }
  crawler::UrlId refuse(const crawler::Discovery& discovery, std::string_view rule) override {
    return ledger_.refuse(round_, discovery, rule);
  }
  std::vector<crawler::Waiting> waiting(std::int64_t after, std::size_t most, int max_depth) override {
    return ledger_.waiting(crawl_, after, most, max_depth);
  }
  std::uint64_t requeue_deferred() override { return ledger_.requeue_deferred(crawl_); }
  crawler::Stored stored(std::string_view url) override;
  void recall(crawler::Page& page) override;
  std::uint64_t counted(std::uint64_t bound) override { return ledger_.counted(crawl_, bound); }
  void count(std::uint64_t bound) override { ledger_.count(crawl_, bound); }
  void add_site(std::string_view site) override { ledger_.add_site(crawl_, site); }

  std::optional<std::string> robots(std::string_view origin) override;
  void keep_robots(std::string_view origin, std::string_view text) override;
  std::vector<std::string> origins() override;

  std::uint64_t sitemap_entries() override;
  void keep_sitemap_entries(std::uint64_t taken) override;
  void keep_sitemap(std::string_view url, std::string_view problem, crawler::SitemapEnd end) override;
  void keep_lastmod(crawler::UrlId url, std::chrono::sys_seconds time) override;

 private:
  Database& database_;
  Ledger& ledger_;
  Round round_;
  crawler::CrawlId crawl_;
  Reusable reusable_;
  Statement keep_lastmod_, stored_, recall_, recall_links_, recall_nofollow_;  ///< those that are run often
};

}  // namespace storage
