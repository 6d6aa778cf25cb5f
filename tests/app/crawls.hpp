#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "app/crawl_job.hpp"
#include "storage/check.hpp"
#include "storage/digest.hpp"
#include "tests/support/web_server.hpp"

/// Crawls within this process, and what comes of them.
namespace crawls {

/// Of a path of a server; what fails is asked for again at once.
inline app::CrawlOptions quiet_crawl(const support::WebServer& server, std::string_view path = "/n/0") {
  app::CrawlOptions options;
  options.seeds = {*app::parse_seed(server.url(path))};
  options.quiet = true;
  options.retry_delay = std::chrono::milliseconds(1);
  options.network.politeness.longest_backoff = std::chrono::milliseconds(1);
  return options;
}

inline app::CrawlResult crawl(const app::CrawlOptions& options, const std::filesystem::path& file) {
  auto database = storage::Database::open_writer(file);
  const app::Interrupt interrupt;
  return app::run_crawl(options, database, interrupt);
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
