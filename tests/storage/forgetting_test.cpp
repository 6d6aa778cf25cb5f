#include "storage/forgetting.hpp"

#include <gtest/gtest.h>

#include "storage/check.hpp"
#include "storage/searcher.hpp"
#include "tests/storage/ledger_rows.hpp"

namespace storage {
namespace {

using Urls = std::vector<std::string>;

class ForgettingTest : public testing::Test {
 protected:
  std::int64_t found(std::string_view word) { return Searcher(database_).search(word, {.limit = 10}).total; }

  std::string text(std::string_view select) {
    Statement statement = database_.connection().prepare(select);
    for (const Row row : statement.rows()) return std::string(row.text(0));
    return "no row";
  }

  std::int64_t rows_in_all_tables() {
    std::int64_t rows = 0;
    for (const std::string_view table : {"crawls", "urls", "pages", "frontier", "deferred", "refusals", "robots",
                                         "sitemaps", "bounds", "canonicals", "staged"}) {
      rows += database_.connection().integer(fmt::format("SELECT count(*) FROM {}", table));
    }
    return rows;
  }

  void run(const std::string& sql) {
    database_.change([&] { database_.connection().execute(sql); });
  }

  Database database_ = Database::temporary();
  LedgerRows rows_{database_};
  crawler::UrlId seed_ = rows_.add_seed();
  Forgetting forgetting_{database_};
};

TEST_F(ForgettingTest, APageLeavesTheIndexAndItsRowSaysWhy) {
  const auto secret = rows_.add({.url = "http://site.test/secret", .found_from = seed_});
  rows_.index(seed_, "Seed", "words", {secret});
  rows_.index(secret, "Secret", "password");
  ASSERT_EQ(found("password"), 1);
  const Forgotten forgotten = forgetting_.url("http://site.test/secret");
  database_.commit();
  EXPECT_EQ(forgotten.pages, 1);
  EXPECT_EQ(forgotten.trimmed, Urls{"http://site.test/ host"});
  EXPECT_EQ(found("password"), 0);
  EXPECT_EQ(found("words"), 1);
  EXPECT_EQ(text("SELECT state || ' ' || reason || ' ' || round FROM urls WHERE url LIKE '%secret'"),
            "refused forgotten -1");
  EXPECT_EQ(check(database_), std::vector<std::string>{});
}

TEST_F(ForgettingTest, ADuplicateTakesThePlaceOfItsPage) {
  const auto page = rows_.add({.url = "http://site.test/page", .found_from = seed_});
  rows_.index(seed_, "Seed", "words");
  rows_.index(page, "Page", "twice");
  rows_.add({.url = "http://site.test/old", .state = "alias", .reason = "redirects to another URL", .alias_of = page});
  rows_.add(
      {.url = "http://site.test/copy", .state = "alias", .reason = "has the content of another URL", .alias_of = page});
  const auto third = rows_.add({.url = "http://site.test/third",
                                .state = "alias",
                                .reason = "has the content of another URL",
                                .alias_of = page});
  const Forgotten forgotten = forgetting_.url("http://site.test/page");
  database_.commit();
  EXPECT_EQ(forgotten.heirs, Urls{"http://site.test/copy"});
  EXPECT_EQ(found("twice"), 1);
  EXPECT_EQ(text("SELECT url FROM pages WHERE title = 'Page'"), "http://site.test/copy");
  EXPECT_EQ(text(fmt::format(
                "SELECT heir.url FROM urls JOIN urls AS heir ON heir.id = urls.alias_of WHERE urls.id = {}", third)),
            "http://site.test/copy");
  EXPECT_EQ(check(database_), std::vector<std::string>{});
}

TEST_F(ForgettingTest, WhatWaitsNoLongerDoes) {
  rows_.index(seed_, "Seed", "words");
  const auto waiting = rows_.add({.url = "http://site.test/waiting", .state = "waiting"});
  const auto deferred = rows_.add({.url = "http://site.test/deferred", .state = "deferred"});
  run(
      fmt::format("INSERT INTO frontier(crawl, position, url) VALUES ({0}, 7, {1});"
                  "INSERT INTO deferred VALUES ({0}, 8, {2})",
                  rows_.crawl(), waiting, deferred));
  EXPECT_EQ(forgetting_.url("http://site.test/waiting").urls, 1);
  EXPECT_EQ(forgetting_.url("http://site.test/deferred").urls, 1);
  EXPECT_EQ(text("SELECT count(*) FROM (SELECT url FROM frontier UNION SELECT url FROM deferred)"), "0");
  EXPECT_EQ(check(database_), std::vector<std::string>{});
}

TEST_F(ForgettingTest, ForgettingTwiceIsNothingTheSecondTime) {
  EXPECT_FALSE(forgetting_.url("http://site.test/").is_nothing());
  EXPECT_TRUE(forgetting_.url("http://site.test/").is_nothing());
  EXPECT_TRUE(forgetting_.url("http://site.test/other").is_nothing());
  EXPECT_TRUE(forgetting_.site("other.test").is_nothing());
}

TEST_F(ForgettingTest, ASiteGoesWithAllThatItsCrawlsFound) {
  rows_.index(seed_, "Seed", "words");
  const auto page = rows_.add({.url = "http://site.test/page", .found_from = seed_});
  rows_.index(page, "Page", "words too");
  rows_.add({.url = "http://elsewhere.test/", .state = "refused", .reason = "scope", .found_from = seed_});
  run(
      fmt::format("INSERT INTO frontier(crawl, position, url) VALUES ({0}, 1, {1});"
                  "INSERT INTO deferred VALUES ({0}, 1, {1});"
                  "INSERT INTO refusals VALUES ({0}, 'scope', 'elsewhere.test', 1, 1);"
                  "INSERT INTO robots(crawl, origin, text, asked_at) VALUES ({0}, 'http://site.test', '', 0);"
                  "INSERT INTO sitemaps(crawl, url, reason) VALUES ({0}, 'http://site.test/sitemap.xml', '');"
                  "INSERT INTO bounds VALUES ({0}, 1, 1); INSERT INTO canonicals VALUES ({0}, {1}, {1});"
                  "CREATE TEMP TABLE copy AS SELECT * FROM pages; ALTER TABLE copy DROP COLUMN place;"
                  "INSERT INTO staged SELECT * FROM copy; DROP TABLE copy",
                  rows_.crawl(), page));
  const Forgotten forgotten = forgetting_.site("site.test");
  database_.commit();
  EXPECT_EQ(forgotten.pages, 2);
  EXPECT_EQ(forgotten.urls, 3);
  EXPECT_EQ(forgotten.crawls, Urls{"http://site.test/ host"});
  EXPECT_EQ(rows_in_all_tables(), 0);
  EXPECT_EQ(found("words"), 0);
  EXPECT_EQ(check(database_), std::vector<std::string>{});
}

TEST_F(ForgettingTest, OfACrawlOfSeveralHostsOnlyTheSiteGoes) {
  LedgerRows other(database_, "http://other.test/");
  rows_.index(seed_, "Seed", "here");
  const auto home = other.add_seed("http://other.test/");
  const auto guest = other.add({.url = "http://site.test/guest", .found_from = home});
  const auto port = other.add({.url = "http://site.test:8080/", .found_from = home});
  other.index(home, "Home", "there", {guest});
  other.index(guest, "Guest", "there too");
  other.index(port, "Port", "there three");
  const Forgotten forgotten = forgetting_.site("site.test");
  EXPECT_EQ(forgotten.crawls, Urls{"http://site.test/ host"});
  EXPECT_EQ(forgotten.trimmed, Urls{"http://other.test/ host"});
  EXPECT_EQ(forgotten.pages, 2);
  EXPECT_EQ(found("here"), 0);
  EXPECT_EQ(found("there"), 2) << "another port is another site";
  EXPECT_EQ(check(database_), std::vector<std::string>{});
}

TEST_F(ForgettingTest, WhatIsNotCommittedIsNotForgotten) {
  rows_.index(seed_, "Seed", "words");
  database_.commit();
  forgetting_.site("site.test");
  database_.connection().execute("ROLLBACK");
  EXPECT_EQ(found("words"), 1);
  EXPECT_EQ(check(database_), std::vector<std::string>{});
}

}  // namespace
}  // namespace storage
