#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "crawler/frontier.hpp"
#include "crawler/limits.hpp"
#include "crawler/page.hpp"
#include "crawler/reader.hpp"
#include "crawler/robots_cache.hpp"
#include "crawler/sitemaps.hpp"
#include "jobs/crawl_options.hpp"
#include "jobs/plan.hpp"
#include "jobs/watcher.hpp"
#include "lazy/generator.hpp"
#include "lazy/turn.hpp"
#include "storage/crawl_store.hpp"
#include "storage/crawls.hpp"
#include "storage/seed_list.hpp"

namespace jobs {

/// What all sites of a run share. All of it outlives them.
struct Shared {
  const CrawlOptions& options;
  storage::SeedList& seeds;
  storage::Database& database;
  storage::Crawls& crawls;
  storage::Ledger& ledger;
  crawler::Reader& reader;
  Watcher& watcher;
};

/// A site is crawled by itself: its own order, its own limits. It is open while it is.
class Site {
 public:
  /// The `number`-th site of the seed list: as it was left, or as a new crawl.
  Site(const Shared& shared, std::uint64_t number);

  lazy::generator<lazy::Turn<crawler::Page>> pages();

  /// What this run is going to do, in a sentence or two.
  std::string what_is_ahead() const;

  /// Whether its operator may wonder who asks: the host is not plainly one's own, and the User-Agent names no contact.
  bool wants_contact() const;

  /// "https://example.org/docs/ (its host)".
  std::string name() const { return storage::described(crawl_.name); }

  /// Ends the crawl's round if there is nothing left to ask for, within the limits.
  struct Closed {
    std::uint64_t waiting = 0;  ///< URLs that a further run would go on with
    std::optional<storage::RoundEnd> end{};
  };
  Closed close();

  std::uint64_t waiting() const { return frontier_.waiting(); }
  const crawler::Limits& limits() const { return limits_; }

 private:
  Site(const Shared& shared, std::uint64_t number, std::pair<storage::Crawl, Plan> opened);

  const Shared& shared_;
  std::string host_;  ///< of its first seed
  storage::Crawl crawl_;
  Plan plan_;
  storage::CrawlStore store_;
  crawler::Frontier frontier_;
  crawler::Limits limits_;
  crawler::RobotsCache robots_;
  crawler::Sitemaps sitemaps_;
};

}  // namespace jobs
