// DESIGN: kill it at any instant, and nothing is lost or doubled; the next run goes on and ends in the same index.

#include <gtest/gtest.h>

#include <csignal>

#include "storage/check.hpp"
#include "storage/digest.hpp"
#include "tests/storage/child_process.hpp"
#include "tests/storage/synthetic_crawl.hpp"
#include "tests/support/temporary_folder.hpp"

namespace storage {
namespace {

using support::TemporaryFolder;

constexpr SyntheticCrawl kCrawl{.urls = 300, .batch = 7, .read_ahead = 3};

/// What a crawl ends in that nobody disturbs.
std::string undisturbed_digest() {
  Database database = Database::temporary();
  kCrawl.run(database);
  return digest(database);
}

enum class Instant { kBeforeCommit, kAfterCommit };

/// Crawls in a process that dies around its `commit`-th commit; false if it came to the end before.
bool crawl_and_die(const std::filesystem::path& file, Instant instant, int commit) {
  const auto ended = in_child([&] {
    Database database = Database::open_writer(file);
    int left = commit;
    const auto count_down = [](void* counter) {
      if (--*static_cast<int*>(counter) == 0) raise(SIGKILL);
      return 0;
    };
    if (instant == Instant::kBeforeCommit) sqlite3_commit_hook(database.connection().handle(), count_down, &left);
    kCrawl.run(database, [&] {
      if (instant == Instant::kAfterCommit) count_down(&left);
    });
    return 0;
  });
  return !ended.has_value();
}

void expect_same_end(const std::filesystem::path& file) {
  Database database = Database::open_writer(file);
  kCrawl.run(database);
  EXPECT_EQ(check(database), std::vector<std::string>{});
  EXPECT_EQ(digest(database), undisturbed_digest());
}

class Killed : public testing::TestWithParam<Instant> {};

TEST_P(Killed, AtAnyCommitACrawlGoesOnToTheSameIndex) {
  for (int commit = 1;; commit += 4) {
    const TemporaryFolder folder;
    if (!crawl_and_die(folder / "a.db", GetParam(), commit)) break;
    SCOPED_TRACE(commit);
    expect_same_end(folder / "a.db");
  }
}

TEST_P(Killed, AgainAndAgainACrawlGoesOnToTheSameIndex) {
  const TemporaryFolder folder;
  while (crawl_and_die(folder / "a.db", GetParam(), 3)) {
  }
  expect_same_end(folder / "a.db");
}

INSTANTIATE_TEST_SUITE_P(Durability, Killed, testing::Values(Instant::kBeforeCommit, Instant::kAfterCommit));

TEST(Durability, TheBatchSizeAndReadingAheadDoNotShowInTheIndex) {
  for (const auto& [batch, read_ahead] : {std::pair<std::size_t, std::size_t>{1, 0}, {1000, 0}, {2, 40}}) {
    Database database = Database::temporary();
    SyntheticCrawl{.urls = 300, .batch = batch, .read_ahead = read_ahead}.run(database);
    EXPECT_EQ(digest(database), undisturbed_digest());
  }
}

}  // namespace
}  // namespace storage
