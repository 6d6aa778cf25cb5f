#include "storage/overview.hpp"

#include <gtest/gtest.h>

#include "tests/storage/ledger_rows.hpp"

namespace storage {
namespace {

std::string text_of(const std::vector<Count>& counts) {
  std::string text;
  for (const auto& [name, count] : counts) text += name + "=" + std::to_string(count) + " ";
  return text;
}

TEST(Overview, CountsUrlsByStateStatusAndDepth) {
  Database database = Database::temporary();
  LedgerRows rows(database);
  rows.index(rows.add_seed(), "Seed", "words");
  rows.add({.url = "http://site.test/1"});
  rows.add({.url = "http://site.test/2", .depth = 10});
  rows.add({.url = "http://site.test/3", .state = "failed", .status = 404});
  rows.add({.url = "http://site.test/4", .state = "failed", .status = std::nullopt});
  const Overview overview = storage::overview(database);
  EXPECT_EQ(overview.pages, 1);
  EXPECT_EQ(text_of(overview.states), "page=3 failed=2 ");
  EXPECT_EQ(text_of(overview.statuses), "200=3 404=1 ");
  EXPECT_EQ(text_of(overview.depths), "0=1 1=1 10=1 ") << "in the order of numbers";
}

TEST(Overview, PutsEachPageInOneBinOfEachHistogram) {
  Database database = Database::temporary();
  LedgerRows rows(database);
  for (int i = 0; i < 100; ++i) {
    rows.add({.url = "http://site.test/" + std::to_string(i), .bytes = 1 << (i % 25), .took_ms = i * i});
  }
  const Overview overview = storage::overview(database);
  for (const Histogram& histogram : {overview.took_ms, overview.bytes}) {
    std::int64_t all = 0;
    for (const std::int64_t count : histogram.counts) all += count;
    EXPECT_EQ(all, 100);
    EXPECT_EQ(histogram.counts.size(), histogram.limits.size() + 1);
  }
  EXPECT_EQ(overview.median_ms, 50 * 50);
  EXPECT_EQ(overview.most_ms, 95 * 95);
}

TEST(Overview, AValueOnALimitIsInTheBinThatBeginsThere) {
  Histogram histogram{.limits = {10, 20}, .counts = {0, 0, 0}};
  for (const int value : {0, 9, 10, 19, 20, 1'000}) histogram.add(value);
  EXPECT_EQ(histogram.counts, (std::vector<std::int64_t>{2, 2, 2}));
}

TEST(Overview, AnEmptyDatabaseHasNone) {
  Database database = Database::temporary();
  const Overview overview = storage::overview(database);
  EXPECT_EQ(overview.pages, 0);
  EXPECT_EQ(overview.median_ms, std::nullopt);
  EXPECT_EQ(overview.last_answer, std::nullopt);
}

}  // namespace
}  // namespace storage
