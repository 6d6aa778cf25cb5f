#include "web/crawl_metrics.hpp"

#include <map>
#include <string>
#include <vector>

#include "crawler/outcome.hpp"

namespace web {
namespace {

using crawler::Outcome;
using crawler::StatusClass;
using server::Metrics;
using storage::JobState;

void raise_to(prometheus::Counter& counter, std::uint64_t count) {
  counter.Increment(static_cast<double>(count) - counter.Value());
}

/// A counter for each of `keys`, also those of nothing: so that its first one is seen as growth.
template <typename Key>
void raise_all(Metrics& metrics, const std::string& name, const std::string& help, const std::string& label,
               const std::vector<Key>& keys, const std::map<Key, std::uint64_t>& counts) {
  for (const Key key : keys) {
    const auto found = counts.find(key);
    raise_to(metrics.counter(name, help, {{label, std::string(word(key))}}), found == counts.end() ? 0 : found->second);
  }
}

}  // namespace

void CrawlMetrics::update() {
  const std::scoped_lock lock(mutex_);
  update_counters();
  update_gauges();
}

void CrawlMetrics::update_counters() {
  const jobs::CrawlCounts counts = board_.counts();
  raise_all(
      metrics_, "sitedex_crawl_urls_total", "URLs that crawls were through with, by what came of them", "outcome",
      {Outcome::kPage, Outcome::kAlias, Outcome::kSkipped, Outcome::kFailed, Outcome::kDeferred, Outcome::kRefused},
      counts.outcomes);
  raise_all(metrics_, "sitedex_crawl_answers_total", "URLs that crawls asked for, by the status of the last answer",
            "status",
            {StatusClass::kNone, StatusClass::kGood, StatusClass::kRedirect, StatusClass::kClientError,
             StatusClass::kServerError},
            counts.statuses);
  raise_to(metrics_.counter("sitedex_crawl_body_bytes_total", "Bytes of answers to crawls, decoded"),
           counts.body_bytes);
  raise_all(metrics_, "sitedex_jobs_ended_total", "Crawls that are over, by how they ended", "state",
            {JobState::kDone, JobState::kFailed, JobState::kCancelled}, counts.ended);
}

void CrawlMetrics::update_gauges() {
  std::map<JobState, double> states{{JobState::kWaiting, 0}, {JobState::kRunning, 0}, {JobState::kPaused, 0}};
  for (const jobs::SiteStatus& site : board_.sites()) {
    if (site.job) ++states[site.job->state];
    update_gauges_of(site);
  }
  for (const auto& [state, count] : states) {
    metrics_.gauge("sitedex_jobs", "Crawls that are not over, by state", {{"state", std::string(word(state))}})
        .Set(count);
  }
  metrics_.gauge("sitedex_crawl_loose_ends", "1 while what depends on many pages is to be worked out yet")
      .Set(board_.health().has_loose_ends ? 1 : 0);
}

void CrawlMetrics::update_gauges_of(const jobs::SiteStatus& site) {
  const Metrics::Labels labels{{"site", site.name}};
  const auto set = [&](const char* name, const char* help, double value) {
    metrics_.gauge(name, help, labels).Set(value);
  };
  const jobs::JobProgress progress = site.progress.value_or(jobs::JobProgress());
  set("sitedex_crawl_waiting_urls", "URLs in the queue of a crawl that runs", static_cast<double>(progress.waiting));
  set("sitedex_crawl_pages_per_second", "Pages of a crawl that runs", progress.pages_per_second);
  if (!site.last) return;
  set("sitedex_crawl_last_pages", "Good pages of the last crawl", static_cast<double>(site.last->pages));
  set("sitedex_crawl_last_failures", "URLs that failed in the last crawl", static_cast<double>(site.last->failures));
  set("sitedex_crawl_last_success", "1 if the last crawl is done, 0 if it failed",
      site.last->state == JobState::kDone ? 1 : 0);
  set("sitedex_crawl_last_end_timestamp_seconds", "When the last crawl ended",
      static_cast<double>(site.last->ended_at));
}

}  // namespace web
