#include "app/crawl_job.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

#include "app/report.hpp"
#include "app/terminal.hpp"
#include "base/cpu_time.hpp"
#include "crawler/crawl.hpp"
#include "crawler/curl_fetcher.hpp"
#include "indexer/extractor.hpp"
#include "lazy/adaptors.hpp"
#include "storage/crawl_store.hpp"
#include "storage/crawls.hpp"
#include "storage/index.hpp"

namespace app {
namespace {

using namespace std::chrono_literals;
using crawler::Page;

/// A site is crawled by itself: its own order, its own limits.
class Site {
 public:
  Site(const CrawlOptions& options, const std::vector<Seed>& seeds, storage::Crawls& crawls, storage::Ledger& ledger)
      : crawls_(crawls),
        crawl_(find(options, seeds, crawls)),
        store_(ledger, crawl_.id),
        frontier_(store_, scope(options, seeds, crawl_),
                  {.crawl = crawl_.id, .waiting = static_cast<std::uint64_t>(crawl_.waiting)}),
        limits_(options.limits, static_cast<std::uint64_t>(crawl_.pages)) {
    for (const Seed& seed : seeds) frontier_.seed(seed.url, seed.is_guess);
    if (crawl_.is_finished && frontier_.waiting() > 0) crawls.reopen(crawl_.id);
  }

  lazy::generator<lazy::Turn<Page>> pages(crawler::Reader& reader) {
    return crawler::crawl(frontier_, limits_, reader);
  }

  /// What this run is going to do, in a sentence or two.
  std::string what_is_ahead(const CrawlOptions& options) const {
    const std::string crawl = described(crawl_);
    const std::string pages = counted(crawl_.pages, "page");
    const unsigned in_flight = options.delay > 0ms ? 1 : options.concurrency;
    const std::string pace = counted(in_flight, "request") + " at a time";
    if (options.list) return fmt::format("Listing {}, {}", crawl, pace);
    if (crawl_.pages == 0) return fmt::format("Crawling {} into {}, {}", crawl, options.database, pace);
    if (frontier_.waiting() > 0) {
      return fmt::format("Going on with {} in {}: {} so far, {} waiting", crawl, options.database, pages,
                         counted(frontier_.waiting(), "URL"));
    }
    return fmt::format(
        "{} is finished: {} in {}, nothing waits, and a higher limit brings no more. To crawl it afresh, name another "
        "file with --db.",
        crawl, pages, options.database);
  }

  /// Marks the crawl as finished if it is. Returns how many URLs a further run would go on with.
  std::uint64_t close() {
    const auto now = crawls_.find(crawl_.id);
    if (now.waiting == 0) crawls_.finish(crawl_.id, "every URL found has been crawled");
    return static_cast<std::uint64_t>(now.waiting);
  }

  std::uint64_t waiting() const { return frontier_.waiting(); }
  const crawler::Limits& limits() const { return limits_; }

 private:
  static storage::Crawl find(const CrawlOptions& options, const std::vector<Seed>& seeds, storage::Crawls& crawls) {
    std::vector<std::string> urls;
    urls.reserve(seeds.size());
    for (const Seed& seed : seeds) urls.push_back(seed.url.href());
    const std::string_view scope = options.scope == ScopeKind::kPrefix ? "prefix" : "host";
    storage::Crawl crawl = crawls.find_or_create(urls, scope);
    const bool came_to_nothing = crawl.is_finished && crawl.pages == 0;
    if (!came_to_nothing) return crawl;
    crawls.forget(crawl.id);
    return crawls.find_or_create(urls, scope);
  }

  static crawler::Scope scope(const CrawlOptions& options, const std::vector<Seed>& seeds,
                              const storage::Crawl& crawl) {
    crawler::Scope scope{.sites = crawl.sites, .prefixes = {}, .include = options.include, .exclude = options.exclude};
    scope.sites.emplace_back(seeds.front().url.site());
    if (options.scope == ScopeKind::kPrefix) {
      for (const Seed& seed : seeds) scope.prefixes.emplace_back(crawler::directory(seed.url));
    }
    return scope;
  }

  storage::Crawls& crawls_;
  storage::Crawl crawl_;
  storage::CrawlStore store_;
  crawler::Frontier frontier_;
  crawler::Limits limits_;
};

/// Seeds of one host are one crawl.
std::vector<std::unique_ptr<Site>> open_sites(const CrawlOptions& options, storage::Crawls& crawls,
                                              storage::Ledger& ledger) {
  std::map<std::string_view, std::vector<Seed>> seeds_of;
  std::vector<std::string_view> in_order;
  for (const Seed& seed : options.seeds) {
    std::vector<Seed>& seeds = seeds_of[seed.url.site()];
    if (seeds.empty()) in_order.push_back(seed.url.site());
    seeds.push_back(seed);
  }
  std::vector<std::unique_ptr<Site>> sites;
  sites.reserve(in_order.size());
  for (const std::string_view site : in_order) {
    sites.push_back(std::make_unique<Site>(options, seeds_of[site], crawls, ledger));
  }
  return sites;
}

/// When a transaction is closed. A lone page costs three times what one of a thousand does.
lazy::BatchLimits batches_of(std::size_t pages) {
  return {.items = pages, .weight = 16 << 20, .age = 10s};
}

indexer::Record only_ledger_row(Page page) {
  return {.page = std::move(page), .document = {}};
}

/// The main path's source: every site's pages, a turn each, until the user wants no more.
lazy::generator<lazy::Turn<Page>> pages_of(const std::vector<std::unique_ptr<Site>>& sites, crawler::Reader& reader,
                                           Report& report, const Interrupt& interrupt) {
  std::vector<lazy::generator<lazy::Turn<Page>>> crawls;
  crawls.reserve(sites.size());
  for (const auto& site : sites) crawls.push_back(site->pages(reader));
  const auto idle = [&] {
    report.idle();
    reader.wait(lazy::kLongestTurn);
  };
  for (auto&& turn : lazy::round_robin(std::move(crawls), idle)) {
    co_yield std::move(turn);
    if (interrupt.is_requested()) co_return;
  }
}

crawler::CurlFetcherOptions fetching(const CrawlOptions& options) {
  return {.user_agent = options.user_agent,
          .headers = options.headers,
          .politeness = {.in_flight_per_host = options.concurrency, .delay = options.delay},
          .receive = {.max_body_bytes = options.max_body_bytes},
          .timeout = options.timeout};
}

/// Requests beyond those that the connections work on: so that one slow page does not leave them without work.
std::size_t window_for(unsigned concurrency) {
  return std::size_t{concurrency} * 4 + 16;
}

Report::Standing standing(const std::vector<std::unique_ptr<Site>>& sites, const CrawlOptions& options) {
  Report::Standing now;
  const bool is_limited = options.limits.max_pages != crawler::LimitOptions().max_pages;
  for (const auto& site : sites) {
    now.waiting += site->waiting();
    if (is_limited)
      now.limit += options.limits.max_pages - std::min(options.limits.max_pages, site->limits().counted());
  }
  return now;
}

Timings timings(const crawler::Reader& reader, const storage::Index& index) {
  const auto consumer = base::thread_cpu_time();
  return {.fetch = base::process_cpu_time() - reader.cpu_time() - consumer,
          .parse = reader.cpu_time(),
          .order = consumer - index.cpu_time(),
          .insert = index.cpu_time()};
}

}  // namespace

CrawlResult run_crawl(const CrawlOptions& options, storage::Database& database, const Interrupt& interrupt) {
  storage::Ledger ledger(database);
  storage::Crawls crawls(database);
  storage::Index index(database, ledger);
  const auto sites = open_sites(options, crawls, ledger);
  database.commit();

  Report report(options, [&] { return standing(sites, options); });
  for (const auto& site : sites) report.say(site->what_is_ahead(options));
  crawler::CurlFetcher fetcher(fetching(options));
  crawler::Reader reader(fetcher, {.window_pages = window_for(options.concurrency)});
  const auto to_record = options.list ? only_ledger_row : indexer::extract;

  for (auto&& batch : pages_of(sites, reader, report, interrupt)                // a site's next page, or "nothing yet"
                          | lazy::tap(std::bind_front(&Report::page, &report))  // failures are pages too
                          | lazy::map(to_record)  // ledger row, and a document if there is one
                          | lazy::map(std::bind_front(&storage::Index::write, &index)) |
                          lazy::batched(batches_of(options.batch), &storage::Written::text_bytes)) {
    index.commit();  // one transaction
    report.stored(batch.size());
  }

  CrawlResult result{.pages = report.pages(),
                     .failures = report.failures(),
                     .failed_seeds = report.failed_seeds(),
                     .took = report.elapsed()};
  for (const auto& site : sites) result.waiting += site->close();
  index.commit();
  result.timings = timings(reader, index);
  result.is_interrupted = interrupt.is_requested();
  return result;
}

}  // namespace app
