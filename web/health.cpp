#include "web/health.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <system_error>

#include "storage/error.hpp"
#include "web/answers.hpp"

namespace web {
namespace {

using namespace std::chrono_literals;
using server::Request;
using server::Response;
using views::Json;

// The crawling thread shows that it lives at each turn; the links of a large index take it some time.
constexpr auto kLongestTurn = 120s;

std::filesystem::path folder_of(const std::filesystem::path& file) {
  return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

/// Why the index cannot be read; empty if it can.
std::string reading_trouble(Searchers& searchers) {
  try {
    searchers.borrow()->database.connection().integer("SELECT count(*) FROM meta");
    return {};
  } catch (const storage::StorageError& error) {
    return error.what();
  }
}

std::string room_trouble(const std::filesystem::path& file) {
  std::error_code error;
  const auto space = std::filesystem::space(folder_of(file), error);
  if (error || space.available >= kLeastRoomBytes) return {};
  return fmt::format("only {} MB are free on the disk of {}", space.available >> 20, file.string());
}

std::string crawling_trouble(const jobs::Board& board) {
  const jobs::CrawlHealth health = board.health();
  if (!health.has_database) return health.trouble.empty() ? "the crawling thread has just begun" : health.trouble;
  const auto silent = std::chrono::steady_clock::now() - health.last_turn;
  if (silent < kLongestTurn) return {};
  return fmt::format("the crawling thread has not moved for {} s",
                     std::chrono::floor<std::chrono::seconds>(silent).count());
}

Response ready(Searchers& searchers, const jobs::Board* board) {
  std::map<std::string, std::string> troubles{{"index", reading_trouble(searchers)}};
  if (board != nullptr) {
    troubles["disk"] = room_trouble(searchers.file());
    troubles["crawling"] = crawling_trouble(*board);
  }
  Json checks = Json::object();
  bool is_ready = true;
  for (const auto& [name, trouble] : troubles) {
    checks[name] = trouble.empty() ? "ok" : trouble;
    is_ready = is_ready && trouble.empty();
  }
  return answer({{"status", is_ready ? "ready" : "not ready"}, {"checks", std::move(checks)}}, is_ready ? 200 : 503);
}

void count_sites(const jobs::Board& board, server::Metrics& metrics) {
  std::map<std::string, double> states;
  for (const auto state : {"waiting", "running", "paused"}) states[state] = 0;
  for (const jobs::SiteStatus& site : board.sites()) {
    if (site.job) ++states[std::string(word(site.job->state))];
    const server::Metrics::Labels labels{{"site", site.name}};
    const jobs::JobProgress progress = site.progress.value_or(jobs::JobProgress());
    metrics.gauge("sitedex_crawl_waiting_urls", "URLs in the queue of a crawl that runs", labels)
        .Set(static_cast<double>(progress.waiting));
    metrics.gauge("sitedex_crawl_pages_per_second", "Pages of a crawl that runs", labels)
        .Set(progress.pages_per_second);
    if (!site.last) continue;
    metrics.gauge("sitedex_crawl_last_pages", "Good pages of the last crawl", labels)
        .Set(static_cast<double>(site.last->pages));
    metrics.gauge("sitedex_crawl_last_failures", "URLs that failed in the last crawl", labels)
        .Set(static_cast<double>(site.last->failures));
    metrics.gauge("sitedex_crawl_last_success", "1 if the last crawl is done, 0 if it failed", labels)
        .Set(site.last->state == storage::JobState::kDone ? 1 : 0);
    metrics.gauge("sitedex_crawl_last_end_timestamp_seconds", "When the last crawl ended", labels)
        .Set(static_cast<double>(site.last->ended_at));
  }
  for (const auto& [state, count] : states) {
    metrics.gauge("sitedex_jobs", "Crawls that are not over, by state", {{"state", state}}).Set(count);
  }
}

Response tell_metrics(const Searchers& searchers, const jobs::Board* board, server::Metrics& metrics) {
  std::error_code ignored;
  const auto bytes = std::filesystem::file_size(searchers.file(), ignored);
  metrics.gauge("sitedex_database_bytes", "Size of the index, without its write-ahead log")
      .Set(ignored ? 0 : static_cast<double>(bytes));
  if (board != nullptr) {
    count_sites(*board, metrics);
    metrics.gauge("sitedex_crawl_loose_ends", "1 while what depends on many pages is to be worked out yet")
        .Set(board->health().has_loose_ends ? 1 : 0);
  }
  return {.status = 200, .headers = {{"Content-Type", server::Metrics::kTextType}}, .body = metrics.text()};
}

}  // namespace

void add_health(server::Router& router, Searchers& searchers, const jobs::Board* board, server::Metrics& metrics) {
  router.add({.pattern = "/livez",
              .handler = [](const Request&) { return answer({{"status", "alive"}}); },
              .runs = server::Runs::kHere});
  router.add({.pattern = "/readyz",
              .handler = answering([&searchers, board](const Request&) { return ready(searchers, board); })});
  router.add({.pattern = "/metrics", .handler = answering([&searchers, board, &metrics](const Request&) {
                                       return tell_metrics(searchers, board, metrics);
                                     })});
}

}  // namespace web
