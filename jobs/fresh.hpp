#pragma once

#include <functional>

#include "jobs/crawl_job.hpp"
#include "jobs/crawl_options.hpp"
#include "jobs/watcher.hpp"
#include "storage/database.hpp"
#include "storage/seed_list.hpp"

namespace jobs {

/// Crawls as if nothing had been crawled before: `crawl` is given a sibling of `database`, which takes its place when
/// all crawls of the seeds have come to their end and do not lose more pages than `options.losses` allow. Otherwise the
/// sibling stays for the next run. `say` is told what happens to which file.
CrawlResult crawl_afresh(const CrawlOptions& options, storage::SeedList& seeds, storage::Database& database,
                         const std::function<CrawlResult(storage::Database&)>& crawl, Watcher& watcher);

}  // namespace jobs
