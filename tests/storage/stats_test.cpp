#include "storage/stats.hpp"

#include <gtest/gtest.h>

#include "tests/storage/synthetic_crawl.hpp"

namespace storage {
namespace {

constexpr SyntheticCrawl kCrawl{.urls = 60};

TEST(Stats, CountWhatIsThere) {
  Database database = Database::temporary();
  kCrawl.run(database);
  const Stats counted = stats(database);
  EXPECT_GT(counted.pages, 30);
  EXPECT_GT(counted.text_bytes, counted.pages * 20);
  ASSERT_EQ(counted.languages.size(), 1);
  EXPECT_EQ(counted.languages[0].name, "en");
  EXPECT_EQ(counted.languages[0].count, counted.pages);
  ASSERT_EQ(counted.crawls.size(), 1);
  EXPECT_EQ(counted.crawls[0].pages, counted.pages);
  std::int64_t urls = 0;
  for (const Count& state : counted.states) urls += state.count;
  EXPECT_EQ(urls, database.connection().integer("SELECT count(*) FROM urls"));
}

}  // namespace
}  // namespace storage
