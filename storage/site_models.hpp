#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "crawler/page.hpp"
#include "indexer/site_model.hpp"
#include "storage/database.hpp"

namespace storage {

/// The models of crawls as they are stored (table `repeats`), and whether it is time for the next one. The writer's
/// thread; each function within `Database::change`.
///
/// A round makes the model anew when it has come to `kPagesOfModel` pages of their own for the first time; until then
/// the one of an earlier round holds.
class SiteModels {
 public:
  explicit SiteModels(Database& database);

  /// The model that pages of a crawl are parted by; an empty one if there is none. Good until the next call here.
  const indexer::SiteModel& of(crawler::CrawlId crawl);

  /// The present round of a crawl has by `change` more pages of their own, which are stored: whether it is time to make
  /// its model. Looks through the crawl's URLs when it is asked first.
  bool is_due(crawler::CrawlId crawl, int change);

  /// The pages of their own of a crawl's present round, in the order of their ids. Looks through its URLs.
  std::vector<crawler::UrlId> pages_of_round(crawler::CrawlId crawl);

  /// The model that the present round has made.
  void replace(crawler::CrawlId crawl, std::vector<std::string> blocks);

  /// Nothing repeats, as far as is known, for the site is too small.
  void drop(crawler::CrawlId crawl);

  /// Whether the present round has made a model.
  bool is_of_round(crawler::CrawlId crawl);

  /// Whether there may be pages that are parted by an earlier model.
  bool is_ahead_of_pages(crawler::CrawlId crawl);
  void set_ahead_of_pages(crawler::CrawlId crawl, bool is_ahead);

 private:
  struct Site {
    indexer::SiteModel model;
    std::int64_t round = 0;
    bool is_of_round = false;             ///< the present round has made the model
    std::optional<std::int64_t> pages{};  ///< of their own, in the present round
  };

  Site& site(crawler::CrawlId crawl);
  std::vector<std::string> blocks_of(crawler::CrawlId crawl);
  void store(crawler::CrawlId crawl, const std::vector<std::string>& blocks);

  Database& database_;
  std::unordered_map<crawler::CrawlId, Site> sites_;  ///< those asked for lately
};

}  // namespace storage
