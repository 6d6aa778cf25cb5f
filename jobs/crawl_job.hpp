#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "jobs/crawl_options.hpp"
#include "jobs/seeds.hpp"
#include "jobs/watcher.hpp"
#include "lazy/batch.hpp"
#include "storage/database.hpp"

namespace jobs {

/// CPU time of a crawl by stage. What is neither the parsers' nor the loader's is the fetcher's, and the rest.
struct Timings {
  std::chrono::nanoseconds fetch{0};  ///< the fetcher's thread, and starting and ending the program
  std::chrono::nanoseconds parse{0};  ///< decoding, reading HTML
  std::chrono::nanoseconds links{0};  ///< resolving them
  std::chrono::nanoseconds extract{0};
  std::chrono::nanoseconds tokenize{0};
  std::chrono::nanoseconds order{0};   ///< the rest of the consumer's thread: frontier and order
  std::chrono::nanoseconds insert{0};  ///< ledger, pages, postings
  std::chrono::nanoseconds commit{0};
};

/// How a crawl ended.
struct CrawlResult {
  std::uint64_t pages = 0;                ///< good pages of this run
  std::uint64_t failures = 0;             ///< URLs of this run that failed
  std::uint64_t forbidden = 0;            ///< URLs of this run that robots.txt forbids
  std::uint64_t waiting = 0;              ///< URLs that a further run would go on with
  std::vector<std::string> failed_seeds;  ///< "URL: reason", of sites that gave no page
  std::vector<std::string> notes;         ///< a sentence each: what became of pages that are not there any more
  std::vector<std::string> warnings;      ///< likewise, of pages that are kept for they were too many
  std::chrono::steady_clock::duration took{0};
  Timings timings;
  bool is_interrupted = false;
};

/// When a transaction of at most so many pages is closed. A lone page costs three times what one of a thousand does.
inline lazy::BatchLimits batches_of(std::size_t pages) {
  return {.items = pages, .weight = 16 << 20, .age = std::chrono::seconds(10)};
}

/// The main path: crawls the sites of the seeds and puts them into `database`, going on where an earlier run of the
/// same crawl stopped, until it is done or `wants_stop`. `complain` is told of lines of `options.seeds_file` that are
/// no URLs. Throws `storage::StorageError`, and `std::runtime_error` if there is nothing to crawl; what was committed
/// until then is good.
CrawlResult run_crawl(const CrawlOptions& options, storage::Database& database, const std::function<bool()>& wants_stop,
                      Watcher& watcher, const Complain& complain);

}  // namespace jobs
