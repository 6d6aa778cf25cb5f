#pragma once

#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/options.hpp"
#include "app/plan.hpp"
#include "app/progress.hpp"
#include "crawler/frontier.hpp"
#include "crawler/limits.hpp"
#include "crawler/page.hpp"
#include "crawler/reader.hpp"
#include "crawler/robots_cache.hpp"
#include "crawler/sitemaps.hpp"
#include "lazy/generator.hpp"
#include "lazy/turn.hpp"
#include "storage/crawl_store.hpp"
#include "storage/crawls.hpp"
#include "storage/seed_list.hpp"

namespace app {

/// What all sites of a run share. All of it outlives them.
struct Shared {
  const CrawlOptions& options;
  storage::SeedList& seeds;
  storage::Database& database;
  storage::Crawls& crawls;
  storage::Ledger& ledger;
  crawler::Reader& reader;
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
  std::string name() const { return described(crawl_); }

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

/// How many sites of a run are crawled at a time.
inline constexpr std::size_t kMostSitesOpen = 64;

/// The sites of a run, in the order of their first seeds.
class Sites {
 public:
  explicit Sites(const Shared& shared) : shared_(shared) {}

  /// A crawl for each site, which is opened when its first page is asked for, and closed when it ends. `progress` is
  /// told what is ahead. Outlived by the sites.
  lazy::generator<lazy::generator<lazy::Turn<crawler::Page>>> crawls(Progress& progress);

  Progress::Standing standing() const;

  /// Closes what is open. Returns how many URLs a further run would go on with.
  std::uint64_t close();

  /// What became of pages, when all is closed: `CrawlResult::notes` and `warnings`.
  const std::vector<std::string>& notes() const { return notes_; }
  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  void close(Site& site);
  lazy::generator<lazy::Turn<crawler::Page>> pages_of(std::uint64_t number, Progress& progress);
  void announce(const Site& site, Progress& progress);

  const Shared& shared_;
  std::list<Site> open_;
  std::uint64_t opened_ = 0;        ///< sites, closed ones too
  std::uint64_t left_waiting_ = 0;  ///< by those closed
  bool has_asked_for_contact_ = false;
  std::vector<std::string> notes_;
  std::vector<std::string> warnings_;
};

}  // namespace app
