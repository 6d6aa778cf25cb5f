#include "storage/merge_width.hpp"

#include <gtest/gtest.h>

#include "storage/crawl_store.hpp"
#include "storage/crawls.hpp"
#include "storage/index.hpp"
#include "tests/storage/records.hpp"

namespace storage {
namespace {

// As FTS5 writes the number of its rows, in front of its averages.
static_assert(MergeWidth::kManyPages == 100'000);
constexpr const char* kAlmostMany = "UPDATE page_index_data SET block = x'868D1F' WHERE id = 1";  // 99,999

std::int64_t segments_into_one(Connection& connection) {
  constexpr const char* kSetting = "SELECT coalesce(max(v), 4) FROM page_index_config WHERE k = 'usermerge'";
  return connection.integer(kSetting);
}

TEST(MergeWidth, IsFourUntilThereAreManyPagesAndThenSixteen) {
  Database database = Database::temporary();
  Connection& connection = database.connection();
  MergeWidth(connection).count_page();
  EXPECT_EQ(segments_into_one(connection), 4);

  connection.execute(kAlmostMany);
  MergeWidth width(connection);
  EXPECT_EQ(segments_into_one(connection), 4);
  width.count_page();
  EXPECT_EQ(segments_into_one(connection), 16);
  EXPECT_EQ(connection.integer("SELECT v FROM page_index_config WHERE k = 'crisismerge'"), 32);
}

TEST(MergeWidth, StaysWhereAUserHasSetIt) {
  Database database = Database::temporary();
  Connection& connection = database.connection();
  connection.execute(kAlmostMany);
  connection.execute("INSERT INTO page_index(page_index, rank) VALUES ('usermerge', 6)");
  MergeWidth(connection).count_page();
  EXPECT_EQ(segments_into_one(connection), 6);
}

TEST(MergeWidth, GrowsWithThePageThatIsIndexed) {
  Database database = Database::temporary();
  database.connection().execute(kAlmostMany);
  Ledger ledger(database);
  Index index(database, ledger);
  const auto crawl = Crawls(database).find_or_create({"http://site.test/"}, "host").id;
  CrawlStore store(database, ledger, {.crawl = crawl});
  index.write(record_of(page_of(crawl, store.enqueue({.url = "http://site.test/"})), "Title", "some words"));
  index.commit();
  EXPECT_EQ(segments_into_one(database.connection()), 16);
}

}  // namespace
}  // namespace storage
