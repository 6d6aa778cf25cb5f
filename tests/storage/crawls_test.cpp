#include "storage/crawls.hpp"

#include <gtest/gtest.h>

#include "storage/ledger.hpp"
#include "tests/storage/records.hpp"

namespace storage {
namespace {

TEST(Crawls, SeedsInAnotherOrderAreTheSameCrawl) {
  Database database = Database::temporary();
  Crawls crawls(database);
  const auto crawl = crawls.find_or_create({"http://b.test/", "http://a.test/\"\\"}, "host");
  EXPECT_EQ(crawls.find_or_create({"http://a.test/\"\\", "http://b.test/"}, "host").id, crawl.id);
  EXPECT_NE(crawls.find_or_create({"http://b.test/", "http://a.test/\"\\"}, "prefix").id, crawl.id);
  EXPECT_EQ(database.connection().integer("SELECT json_array_length(seeds) FROM crawls WHERE id = 1"), 2);
}

TEST(Crawls, TellHowFarTheyCame) {
  Database database = Database::temporary();
  Crawls crawls(database);
  const auto crawl = crawls.find_or_create({"http://a.test/"}, "host");
  Ledger ledger(database);
  const auto first = ledger.enqueue({.crawl = crawl.id}, {.url = "http://a.test/"});
  ledger.enqueue({.crawl = crawl.id}, {.url = "http://a.test/2"});
  ledger.record(page_of(crawl.id, first));
  crawls.finish(crawl.id, "the limit of 1 page was reached");

  const auto finished = crawls.find_or_create({"http://a.test/"}, "host");
  EXPECT_TRUE(finished.is_finished);
  EXPECT_EQ(finished.reason, "the limit of 1 page was reached");
  EXPECT_EQ(finished.good, 1);
  EXPECT_EQ(finished.pages, 0) << "none is indexed";
  EXPECT_EQ(finished.waiting, 1);

  crawls.reopen(crawl.id);
  EXPECT_FALSE(crawls.find_or_create({"http://a.test/"}, "host").is_finished);
}

}  // namespace
}  // namespace storage
