#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "crawler/page.hpp"
#include "storage/job_samples.hpp"

namespace jobs {

/// What has come of the URLs of a run so far. One thread.
class Tally {
 public:
  /// A URL left the crawl.
  void count(const crawler::Page& page);

  std::uint64_t pages() const { return pages_; }  ///< good ones
  std::uint64_t failures() const { return failures_; }
  std::uint64_t forbidden() const { return forbidden_; }  ///< by robots.txt
  int depth() const { return depth_; }                    ///< of the URL that came last

  /// By status and depth.
  const storage::JobCounts& counts() const { return counts_; }

  /// Those that have given a good page.
  const std::set<crawler::CrawlId>& good_crawls() const { return good_crawls_; }

  /// "URL: reason" of each seed that is no page, of crawls that have given no page at all; the first thousand.
  std::vector<std::string> failed_seeds() const;

 private:
  std::uint64_t pages_ = 0;
  std::uint64_t failures_ = 0;
  std::uint64_t forbidden_ = 0;
  int depth_ = 0;
  storage::JobCounts counts_;
  std::set<crawler::CrawlId> good_crawls_;
  std::vector<std::pair<crawler::CrawlId, std::string>> failed_seeds_;
};

}  // namespace jobs
