#include "storage/tidying.hpp"

#include <gtest/gtest.h>
#include <sys/mount.h>

#include "storage/check.hpp"
#include "storage/digest.hpp"
#include "tests/storage/synthetic_crawl.hpp"
#include "tests/support/temporary_folder.hpp"

namespace storage {
namespace {

using support::TemporaryFolder;

namespace fs = std::filesystem;

constexpr SyntheticCrawl kCrawl{.urls = 400};

std::int64_t segments(Database& database) {
  return database.connection().integer("SELECT count(DISTINCT segid) FROM page_index_idx");
}

TEST(Tidying, MakesOneSegmentOfAllAfterACrawlThatTookItsTime) {
  Database database = Database::temporary();
  kCrawl.run(database);
  const auto before = digest(database);
  ASSERT_GT(segments(database), 1);
  tidy(database, std::chrono::minutes(1));
  EXPECT_EQ(segments(database), 1);
  EXPECT_EQ(check(database), std::vector<std::string>{});
  EXPECT_EQ(digest(database), before);
  tidy(database, std::chrono::minutes(1));
  EXPECT_EQ(segments(database), 1);
}

TEST(Tidying, LeavesSegmentsAsTheyAreWhereTheCrawlWasFaster) {
  Database database = Database::temporary();
  kCrawl.run(database);
  const std::int64_t before = segments(database);
  tidy(database, std::chrono::milliseconds(10));
  EXPECT_EQ(segments(database), before);
}

TEST(Tidying, AnEmptyIndexStaysEmpty) {
  Database database = Database::temporary();
  tidy(database, std::chrono::minutes(1));
  EXPECT_EQ(segments(database), 0);
  EXPECT_EQ(check(database), std::vector<std::string>{});
}

TEST(Tidying, WithoutRoomLeavesTheFileWhole) {
  const TemporaryFolder folder;
  if (mount("sitedex-test", folder.path().c_str(), "tmpfs", 0, "size=20m") != 0)
    GTEST_SKIP() << "wants to mount a tmpfs";
  {
    Database database = Database::open_writer(folder / "a.db");
    kCrawl.run(database);
    const auto before = digest(database);
    const std::size_t left = fs::space(folder.path()).free;
    support::write_bytes(folder / "other", std::string(left - 8192, 'x'));
    tidy(database, std::chrono::minutes(1));
    EXPECT_EQ(check(database), std::vector<std::string>{});
    EXPECT_EQ(digest(database), before);
    fs::remove(folder / "other");
    tidy(database, std::chrono::minutes(1));
    EXPECT_EQ(segments(database), 1);
    EXPECT_EQ(digest(database), before);
  }
  EXPECT_EQ(umount(folder.path().c_str()), 0);
}

}  // namespace
}  // namespace storage
