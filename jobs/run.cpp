#include "jobs/run.hpp"

#include <fmt/format.h>

#include <functional>
#include <utility>

#include "base/quantity.hpp"
#include "lazy/adaptors.hpp"

namespace jobs {

Run::Run(const SiteOptions& options, const Workshop& workshop)
    : authorization_(
          gather_seeds(options.crawl, seeds_, [this](const std::string& complaint) { remarks_.push_back(complaint); })),
      fetcher_(workshop.fetchers.fetcher(options.fetching, options.crawl, authorization_)),
      reader_(*fetcher_, workshop.parsers, reading(options.crawl, nullptr)),
      shared_{options.crawl, seeds_, workshop.database, workshop.crawls, workshop.ledger, reader_, silence_},
      sites_(shared_) {}

lazy::generator<lazy::Turn<crawler::Page>> Run::pages() {
  for (auto&& turn : lazy::round_robin(sites_.crawls(), kMostSitesOpen)  //
                         | lazy::tap(std::bind_front(&Sites::see, &sites_))) {
    co_yield std::move(turn);
  }
}

Run::Outcome Run::close(std::int64_t since) {
  Outcome outcome{.waiting = sites_.close(), .failed_seeds = tally().failed_seeds(), .remarks = remarks_};
  for (const crawler::CrawlId crawl : tally().good_crawls()) {
    outcome.pages += shared_.crawls.find(crawl).good;
    outcome.changed += shared_.crawls.changed_since(crawl, since);
  }
  for (const auto* sentences : {&sites_.notes(), &sites_.warnings()}) {
    outcome.remarks.insert(outcome.remarks.end(), sentences->begin(), sentences->end());
  }
  return outcome;
}

std::string summary(const Run::Outcome& outcome, const Tally& tally) {
  std::string text = fmt::format("{}, {} changed", base::counted(outcome.pages, "page"), outcome.changed);
  if (tally.failures() > 0) text += fmt::format(", {} failed", tally.failures());
  if (outcome.waiting > 0) text += fmt::format(", a limit was reached: {} waiting", outcome.waiting);
  return text;
}

}  // namespace jobs
