#include "jobs/crawl_job.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <stdexcept>
#include <utility>

#include "base/cpu_time.hpp"
#include "base/stage_times.hpp"
#include "indexer/extractor.hpp"
#include "jobs/fetching.hpp"
#include "jobs/fresh.hpp"
#include "jobs/recording.hpp"
#include "jobs/seeds.hpp"
#include "jobs/sites.hpp"
#include "lazy/adaptors.hpp"
#include "storage/anchors.hpp"
#include "storage/index.hpp"
#include "storage/seed_list.hpp"
#include "storage/tidying.hpp"

namespace jobs {
namespace {

using namespace std::chrono_literals;
using crawler::Page;

indexer::Record only_ledger_row(Page page) {
  return {.page = std::move(page), .document = {}};
}

/// The main path's source: every site's pages, a turn each, until the user wants no more.
lazy::generator<lazy::Turn<Page>> pages_of(Sites& sites, const Shared& shared, crawler::Parsers& parsers,
                                           const Recording& recording, const std::function<bool()>& wants_stop) {
  const auto idle = [&] {
    shared.watcher.idle(sites);
    parsers.wait(lazy::kLongestTurn);
  };
  for (auto&& turn : lazy::round_robin(sites.crawls(), kMostSitesOpen, idle)) {
    co_yield std::move(turn);
    recording.check();
    if (wants_stop()) co_return;
  }
}

/// Of the consumer's thread, which it runs on.
Timings timings(const base::StageTimes& times) {
  using enum base::Stage;
  const auto consumer = base::thread_cpu_time();
  return {.fetch = base::process_cpu_time() - times.of(kParse) - times.of(kExtract) - consumer,
          .parse = times.of(kParse) - times.of(kLinks),
          .links = times.of(kLinks),
          .extract = times.of(kExtract) - times.of(kTokenize),
          .tokenize = times.of(kTokenize),
          .order = consumer - times.of(kInsert) - times.of(kCommit),
          .insert = times.of(kInsert),
          .commit = times.of(kCommit)};
}

/// The main path.
CrawlResult crawl_seeds(const CrawlOptions& options, storage::SeedList& seeds, const Authorization& authorization,
                        storage::Database& database, const std::function<bool()>& wants_stop, Watcher& watcher) {
  const auto started = std::chrono::steady_clock::now();
  storage::Ledger ledger(database);
  storage::Crawls crawls(database);
  base::StageTimes stage_times;
  base::StageTimes* const times = options.timings ? &stage_times : nullptr;
  storage::Index index(database, ledger, times);
  Recording recording(open_fetcher(options, authorization), options, seeds);
  crawler::Parsers parsers;
  crawler::Reader reader(recording.fetcher(), parsers, reading(options, times));
  const Shared shared{options, seeds, database, crawls, ledger, reader, watcher};
  Sites sites(shared);
  const auto to_record = options.list ? only_ledger_row : indexer::extract;

  for (auto&& batch : pages_of(sites, shared, parsers, recording, wants_stop)  // a site's next page, or "nothing yet"
                          | lazy::tap(std::bind_front(&Sites::see, &sites))    // failures are pages too
                          | lazy::map(to_record)  // ledger row, and a document if there is one
                          | lazy::map(std::bind_front(&storage::Index::write, &index)) |
                          lazy::batched(batches_of(options.batch), &storage::Written::text_bytes)) {
    index.commit();  // one transaction
    watcher.stored(batch.size());
  }

  const Tally& tally = sites.tally();
  CrawlResult result{.pages = tally.pages(),
                     .failures = tally.failures(),
                     .forbidden = tally.forbidden(),
                     .failed_seeds = tally.failed_seeds(),
                     .took = std::chrono::steady_clock::now() - started};
  result.waiting = sites.close();
  result.notes = sites.notes();
  result.warnings = sites.warnings();
  index.commit();
  result.is_interrupted = wants_stop();
  if (!result.is_interrupted && !options.list) result.is_interrupted = !storage::renew_anchors(database, wants_stop);
  if (result.is_interrupted) {
    database.commit();
  } else {
    storage::tidy(database, result.took);
  }
  result.timings = timings(stage_times);
  return result;
}

}  // namespace

CrawlResult run_crawl(const CrawlOptions& options, storage::Database& database, const std::function<bool()>& wants_stop,
                      Watcher& watcher, const Complain& complain) {
  storage::SeedList seeds;
  const Authorization authorization = gather_seeds(options, seeds, complain);
  const auto crawl = [&](storage::Database& into) {
    return crawl_seeds(options, seeds, authorization, into, wants_stop, watcher);
  };
  return options.fresh ? crawl_afresh(options, seeds, database, crawl, watcher) : crawl(database);
}

}  // namespace jobs
