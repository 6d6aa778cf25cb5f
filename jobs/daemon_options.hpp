#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "jobs/crawl_options.hpp"
#include "jobs/schedule.hpp"

namespace jobs {

/// A site that the daemon keeps crawled: some seeds, in whatever scope, under one name.
struct SiteOptions {
  std::string name;  ///< letters, digits, '-', '_' and '.'; unique
  CrawlOptions crawl;
  Schedule schedule;
  std::string fetching;  ///< options that say how answers are got, as text: sites with equal ones share a fetcher
};

/// What the daemon's crawls are.
struct DaemonOptions {
  std::string database = "sitedex.db";
  bool compress = false;        ///< the database is to store texts compressed
  std::size_t batch = 1000;     ///< pages of a transaction
  std::size_t most_jobs = 256;  ///< that run at a time; others wait for their turn
  std::size_t kept_jobs = 100;  ///< of each site, that are over: the history
  std::vector<SiteOptions> sites;
};

}  // namespace jobs
