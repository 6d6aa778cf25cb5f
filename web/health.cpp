#include "web/health.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <system_error>

#include "storage/error.hpp"
#include "web/answers.hpp"
#include "web/crawl_metrics.hpp"

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

Response tell_metrics(const Searchers& searchers, CrawlMetrics* crawls, server::Metrics& metrics) {
  std::error_code ignored;
  const auto bytes = std::filesystem::file_size(searchers.file(), ignored);
  metrics.gauge("sitedex_database_bytes", "Size of the index, without its write-ahead log")
      .Set(ignored ? 0 : static_cast<double>(bytes));
  if (crawls != nullptr) crawls->update();
  return {.status = 200, .headers = {{"Content-Type", server::Metrics::kTextType}}, .body = metrics.text()};
}

}  // namespace

void add_health(server::Router& router, Searchers& searchers, const jobs::Board* board, server::Metrics& metrics) {
  router.add({.pattern = "/livez",
              .handler = [](const Request&) { return answer({{"status", "alive"}}); },
              .runs = server::Runs::kHere});
  router.add({.pattern = "/readyz",
              .handler = answering([&searchers, board](const Request&) { return ready(searchers, board); })});
  const auto crawls = board == nullptr ? nullptr : std::make_shared<CrawlMetrics>(*board, metrics);
  router.add({.pattern = "/metrics", .handler = answering([&searchers, crawls, &metrics](const Request&) {
                                       return tell_metrics(searchers, crawls.get(), metrics);
                                     })});
}

}  // namespace web
