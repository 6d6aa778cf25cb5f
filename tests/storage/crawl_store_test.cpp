#include "storage/crawl_store.hpp"

#include <gtest/gtest.h>

#include "crawler/page.hpp"
#include "storage/check.hpp"
#include "storage/crawls.hpp"
#include "tests/storage/records.hpp"

namespace storage {
namespace {

constexpr int kDeep = 1'000;

class CrawlStoreTest : public testing::Test {
 protected:
  std::int64_t integer(std::string_view select) { return database_.connection().integer(select); }

  /// Takes the oldest URL of the queue, and this comes of it.
  void record(const crawler::Waiting& waiting, crawler::Outcome outcome) {
    crawler::Page page = page_of(crawl_.id, waiting);
    page.outcome = outcome;
    ledger_.record(page);
  }

  Database database_ = Database::temporary();
  Crawl crawl_ = Crawls(database_).find_or_create({"http://site.test/"}, "host");
  Ledger ledger_{database_};
  CrawlStore store_{database_, ledger_, {.crawl = crawl_.id}};
};

TEST_F(CrawlStoreTest, WhatIsDeferredLeavesTheQueueAndComesBackBehindItInItsOrder) {
  const auto first = store_.enqueue({.url = "http://site.test/1"});
  const auto second = store_.enqueue({.url = "http://site.test/2"});
  const auto third = store_.enqueue({.url = "http://site.test/3"});
  record(second, crawler::Outcome::kDeferred);
  record(first, crawler::Outcome::kDeferred);
  EXPECT_EQ(check(database_), std::vector<std::string>());
  EXPECT_EQ(Crawls(database_).find(crawl_.id).waiting, 3);
  EXPECT_EQ(store_.requeue_deferred(), 2U);
  EXPECT_EQ(store_.requeue_deferred(), 0U);
  const auto waiting = store_.waiting(0, 10, kDeep);
  ASSERT_EQ(waiting.size(), 3U);
  EXPECT_EQ(waiting[0].id, third.id);
  EXPECT_EQ(waiting[1].id, first.id);
  EXPECT_EQ(waiting[2].id, second.id);
  EXPECT_FALSE(waiting[0].is_last);
  EXPECT_TRUE(waiting[1].is_last && waiting[2].is_last);
  EXPECT_EQ(check(database_), std::vector<std::string>());
  EXPECT_GT(store_.enqueue({.url = "http://site.test/4"}).position, waiting[2].position);
}

TEST_F(CrawlStoreTest, WhatIsTooDeepIsPassedOver) {
  store_.enqueue({.url = "http://site.test/deep", .depth = 3});
  store_.enqueue({.url = "http://site.test/flat", .depth = 2});
  ASSERT_EQ(store_.waiting(0, 10, 2).size(), 1U);
  EXPECT_EQ(store_.waiting(0, 10, 2).front().url, "http://site.test/flat");
  EXPECT_EQ(store_.waiting(0, 10, 3).size(), 2U);
}

TEST_F(CrawlStoreTest, ALinkNotToBeFollowedStaysOpenAndKeepsItsRow) {
  const auto row = store_.refuse({.url = "http://site.test/x"}, "nofollow");
  EXPECT_EQ(store_.find("http://site.test/x"), (crawler::Known{.id = row, .is_open = true}));
  const auto queued = store_.enqueue({.url = "http://site.test/x", .depth = 4, .row = row});
  EXPECT_EQ(queued.id, row);
  EXPECT_EQ(store_.find("http://site.test/x"), crawler::Known{.id = row});
  EXPECT_EQ(integer("SELECT depth FROM urls WHERE state = 'waiting'"), 4);
  EXPECT_EQ(check(database_), std::vector<std::string>());
}

TEST_F(CrawlStoreTest, CountsTowardBoundsOfAnyKey) {
  for (const std::uint64_t key : {std::uint64_t{0}, std::uint64_t{7}, ~std::uint64_t{0}}) {
    EXPECT_EQ(store_.counted(key), 0U);
    store_.count(key);
    store_.count(key);
    EXPECT_EQ(store_.counted(key), 2U);
  }
}

// RFC 9309, 2.4
TEST_F(CrawlStoreTest, KeepsRobotsTxtForADay) {
  EXPECT_EQ(store_.robots("http://site.test"), std::nullopt);
  store_.keep_robots("http://site.test", "");
  store_.keep_robots("http://a.site.test", "Disallow: /");
  store_.keep_robots("http://site.test", "Allow: /");
  EXPECT_EQ(store_.robots("http://site.test"), "Allow: /");
  EXPECT_EQ(store_.origins(), (std::vector<std::string>{"http://site.test", "http://a.site.test"}));
  database_.connection().execute("UPDATE robots SET asked_at = asked_at - 24 * 3600 WHERE origin = 'http://site.test'");
  EXPECT_EQ(store_.robots("http://site.test"), std::nullopt);
  EXPECT_EQ(store_.robots("http://a.site.test"), "Disallow: /");
}

TEST_F(CrawlStoreTest, KeepsHowFarTheSitemapsWereRead) {
  EXPECT_EQ(store_.sitemap_entries(), 0U);
  store_.keep_sitemap_entries(12);
  EXPECT_EQ(store_.sitemap_entries(), 12U);
  store_.keep_sitemap("http://site.test/sitemap.xml", "answered with status 503", crawler::SitemapEnd::kFailed);
  store_.keep_sitemap("http://site.test/sitemap.xml", "", crawler::SitemapEnd::kRead);
  EXPECT_EQ(integer("SELECT count(*) FROM sitemaps WHERE reason = ''"), 1);
  const auto waiting = store_.enqueue({.url = "http://site.test/"});
  store_.keep_lastmod(waiting.id, std::chrono::sys_seconds(std::chrono::seconds(86'400)));
  EXPECT_EQ(integer("SELECT lastmod FROM urls"), 86'400);
}

TEST_F(CrawlStoreTest, ARefusalOfWhatASitemapListsIsCountedAtOnce) {
  for (int i = 0; i < 1'002; ++i) {
    const std::string url = "http://elsewhere.test/" + std::to_string(i);
    EXPECT_EQ(store_.refuse({.url = url, .depth = 1}, "scope") == 0, i >= 1'000);
  }
  EXPECT_EQ(integer("SELECT counted FROM refusals"), 2);
}

}  // namespace
}  // namespace storage
