#include "storage/ledger.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "storage/check.hpp"
#include "storage/crawl_store.hpp"
#include "storage/crawls.hpp"
#include "tests/storage/records.hpp"

namespace storage {
namespace {

using crawler::Known;

constexpr int kDeep = 1'000;

class LedgerTest : public testing::Test {
 protected:
  std::int64_t integer(std::string_view select) { return database_.connection().integer(select); }

  Database database_ = Database::temporary();
  Crawl crawl_ = Crawls(database_).find_or_create({"http://site.test/"}, "host");
  Ledger ledger_{database_};
  CrawlStore store_{database_, ledger_, {.crawl = crawl_.id}};
};

TEST_F(LedgerTest, QueuesInTheOrderOfAdding) {
  for (const char* url : {"http://site.test/b", "http://site.test/a", "http://site.test/c"}) {
    store_.enqueue({.url = url});
  }
  const auto waiting = store_.waiting(0, 10, kDeep);
  ASSERT_EQ(waiting.size(), 3);
  EXPECT_EQ(waiting[0].url, "http://site.test/b");
  EXPECT_EQ(waiting[2].url, "http://site.test/c");
  const auto rest = store_.waiting(waiting[0].position, 1, kDeep);
  ASSERT_EQ(rest.size(), 1);
  EXPECT_EQ(rest[0].url, "http://site.test/a");
}

TEST_F(LedgerTest, FindsWhatEachCrawlHasSeenAndNothingElse) {
  const auto other = Crawls(database_).find_or_create({"http://other.test/"}, "host");
  const auto id = store_.enqueue({.url = "http://site.test/"}).id;
  EXPECT_EQ(store_.find("http://site.test/"), Known{.id = id});
  EXPECT_EQ(store_.find("http://site.test/2"), std::nullopt);
  EXPECT_EQ(ledger_.find({.crawl = other.id}, "http://site.test/"), std::nullopt);
}

TEST_F(LedgerTest, KeepsAThousandRefusalsOfARuleAndHostThenCounts) {
  const auto page = store_.enqueue({.url = "http://site.test/"});
  const auto refuse = [&](int i) {
    return store_.refuse({.url = fmt::format("http://a.test/{}", i), .found_from = page.id, .depth = 1}, "scope");
  };
  for (int i = 0; i < 1000; ++i) EXPECT_NE(refuse(i), 0);
  EXPECT_EQ(refuse(1000), 0);
  EXPECT_EQ(refuse(1001), 0);
  EXPECT_NE(store_.refuse({.url = "http://b.test/", .found_from = page.id, .depth = 1}, "scope"), 0);
  EXPECT_NE(store_.refuse({.url = "http://a.test/x", .found_from = page.id, .depth = 1}, "pattern"), 0);
  EXPECT_EQ(integer("SELECT sum(counted) FROM refusals"), 0) << "counted with the page they were found on";
  ledger_.record(page_of(crawl_.id, page));
  EXPECT_EQ(integer("SELECT kept FROM refusals WHERE host = 'a.test' AND rule = 'scope'"), 1000);
  EXPECT_EQ(integer("SELECT counted FROM refusals WHERE host = 'a.test' AND rule = 'scope'"), 2);
}

TEST_F(LedgerTest, ARefusedRedirectIsRefusedItself) {
  const auto asked = store_.enqueue({.url = "http://site.test/away"});
  auto refused = page_of(crawl_.id, asked);
  store_.refuse({.url = "http://a.test/away", .found_from = asked.id}, "scope");
  refused.outcome = crawler::Outcome::kRefused;
  ledger_.record(refused);
  EXPECT_EQ(integer("SELECT count(*) FROM urls WHERE state = 'refused'"), 2);
}

TEST_F(LedgerTest, ATargetThatAKilledCrawlLeftIsUnseenAndKeepsItsRow) {
  const auto asked = store_.enqueue({.url = "http://site.test/"});
  const crawler::Discovery target{.url = "http://site.test/target", .found_from = asked.id};
  const auto id = store_.add_redirect_target(target);
  EXPECT_EQ(store_.find(target.url), Known{.id = id});

  Ledger next(database_);  // what the next process makes of the same rows
  EXPECT_EQ(next.find({.crawl = crawl_.id}, target.url), std::nullopt);
  EXPECT_EQ(next.add_redirect_target({.crawl = crawl_.id}, target), id);
  EXPECT_EQ(next.find({.crawl = crawl_.id}, target.url), Known{.id = id});
}

TEST_F(LedgerTest, ATargetThatAKilledCrawlLeftMayBeQueuedBehindTheOthers) {
  const auto asked = store_.enqueue({.url = "http://site.test/"});
  const crawler::Discovery target{.url = "http://site.test/target", .found_from = asked.id};
  store_.add_redirect_target(target);
  const auto last = store_.enqueue({.url = "http://site.test/last"});

  Ledger next(database_);
  const auto waiting = next.enqueue({.crawl = crawl_.id}, target);
  EXPECT_GT(waiting.position, last.position);
  EXPECT_EQ(next.waiting(crawl_.id, last.position, 10, kDeep).size(), 1);
  EXPECT_EQ(check(database_), std::vector<std::string>{});
}

TEST_F(LedgerTest, PositionsAreNotUsedAgainAfterARestart) {
  const auto first = store_.enqueue({.url = "http://site.test/"});
  ledger_.record(page_of(crawl_.id, first));
  EXPECT_GT(Ledger(database_).enqueue({.crawl = crawl_.id}, {.url = "http://site.test/2"}).position, first.position);
}

TEST_F(LedgerTest, AddsASiteOnce) {
  store_.add_site("www.site.test");
  store_.add_site("www.site.test");
  store_.add_site("other.test:8080");
  EXPECT_EQ(Crawls(database_).all().front().sites, (std::vector<std::string>{"www.site.test", "other.test:8080"}));
}

}  // namespace
}  // namespace storage
