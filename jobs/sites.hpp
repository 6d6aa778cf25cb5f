#pragma once

#include <cstdint>
#include <list>
#include <string>
#include <vector>

#include "crawler/page.hpp"
#include "jobs/site.hpp"
#include "jobs/tally.hpp"
#include "lazy/generator.hpp"
#include "lazy/turn.hpp"

namespace jobs {

/// How many sites of a run are crawled at a time.
inline constexpr std::size_t kMostSitesOpen = 64;

/// The sites of a run, in the order of their first seeds.
class Sites {
 public:
  explicit Sites(const Shared& shared) : shared_(shared) {}

  /// A crawl for each site, which is opened when its first page is asked for, and closed when it ends. Outlived by the
  /// sites.
  lazy::generator<lazy::generator<lazy::Turn<crawler::Page>>> crawls();

  /// A URL left one of the crawls.
  void see(const crawler::Page& page);

  const Tally& tally() const { return tally_; }

  std::uint64_t opened() const { return opened_; }  ///< closed ones too
  std::uint64_t all() const { return shared_.seeds.sites(); }
  std::uint64_t seeds() const { return shared_.seeds.seeds(); }
  std::uint64_t waiting() const;         ///< URLs in the queues of those that are open
  std::uint64_t pages_to_limit() const;  ///< good pages until the limits; 0 if there is none

  /// Closes what is open. Returns how many URLs a further run would go on with.
  std::uint64_t close();

  /// What became of pages, when all is closed: `CrawlResult::notes` and `warnings`.
  const std::vector<std::string>& notes() const { return notes_; }
  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  void close(Site& site);
  lazy::generator<lazy::Turn<crawler::Page>> pages_of(std::uint64_t number);

  const Shared& shared_;
  std::list<Site> open_;
  Tally tally_;
  std::uint64_t opened_ = 0;
  std::uint64_t left_waiting_ = 0;  ///< by those closed
  std::vector<std::string> notes_;
  std::vector<std::string> warnings_;
};

}  // namespace jobs
