#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "jobs/crawl_job.hpp"
#include "storage/check.hpp"
#include "storage/digest.hpp"
#include "tests/support/web_server.hpp"

/// Crawls within this process, and what comes of them.
namespace crawls {

/// Of a path of a server; what fails is asked for again at once.
inline jobs::CrawlOptions quiet_crawl(const support::WebServer& server, std::string_view path = "/n/0") {
  jobs::CrawlOptions options;
  options.seeds = {*jobs::parse_seed(server.url(path))};
  options.retry_delay = std::chrono::milliseconds(1);
  options.network.politeness.longest_backoff = std::chrono::milliseconds(1);
  return options;
}

/// Nobody looks on.
class Nobody final : public jobs::Watcher {
  void say(const std::string& /*sentence*/) override {}
  void opened(const jobs::Site& /*site*/, const jobs::Sites& /*sites*/) override {}
  void page(const crawler::Page& /*page*/, const jobs::Sites& /*sites*/) override {}
  void stored(std::size_t /*urls*/) override {}
  void idle(const jobs::Sites& /*sites*/) override {}
};

inline jobs::CrawlResult crawl(const jobs::CrawlOptions& options, const std::filesystem::path& file) {
  auto database = storage::Database::open_writer(file);
  Nobody nobody;
  return jobs::run_crawl(options, database, [] { return false; }, nobody, [](const std::string&) {});
}

/// Of a file that is sound.
inline std::string digest(const std::filesystem::path& file) {
  auto database = storage::Database::open_writer(file);
  EXPECT_EQ(storage::check(database), std::vector<std::string>());
  return storage::digest(database);
}

inline std::int64_t ask(const std::filesystem::path& file, std::string_view sql) {
  return storage::Database::open_reader(file).connection().integer(std::string(sql));
}

}  // namespace crawls
