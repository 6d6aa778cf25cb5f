#include "storage/explanation.hpp"

#include <gtest/gtest.h>

#include "tests/storage/ledger_rows.hpp"

namespace storage {
namespace {

using Urls = std::vector<std::string>;

class Explaining : public testing::Test {
 protected:
  Sighting find(std::string_view url) { return find_url(database_, crawler::Url::parse(url).value()); }

  Explanation explain(std::string_view url) {
    const auto sighting = find(url);
    EXPECT_EQ(sighting.in_crawls.size(), 1U) << url;
    return sighting.in_crawls.empty() ? Explanation{} : sighting.in_crawls.front();
  }

  static Urls urls(const std::vector<Step>& steps) {
    Urls urls;
    for (const Step& step : steps) urls.push_back(step.url);
    return urls;
  }

  Database database_ = Database::temporary();
  LedgerRows rows_{database_};
  crawler::UrlId seed_ = rows_.add_seed();
};

TEST_F(Explaining, AUrlIsFoundUnderTheNamesThatPeopleType) {
  rows_.add({.url = "https://www.site.test/docs/?a=1"});
  for (const std::string_view typed :
       {"https://www.site.test/docs/?a=1", "https://www.site.test/docs/?a=1#top", "http://www.site.test/docs?a=1",
        "https://site.test/docs/?a=1&utm_source=mail", "http://site.test/docs?utm_source=mail&a=1"}) {
    EXPECT_EQ(find(typed).url, "https://www.site.test/docs/?a=1") << typed;
  }
  EXPECT_TRUE(find("https://www.site.test/docs/?a=2").in_crawls.empty());
}

TEST_F(Explaining, TheNameAsTypedGoesFirst) {
  rows_.add({.url = "http://site.test/a"});
  rows_.add({.url = "http://site.test/a/"});
  EXPECT_EQ(find("http://site.test/a/").url, "http://site.test/a/");
  EXPECT_EQ(find("https://site.test/a").url, "http://site.test/a");
}

TEST_F(Explaining, SeveralCrawlsMayKnowIt) {
  LedgerRows other(database_, "http://other.test/");
  other.add({.url = "http://site.test/", .state = "refused", .reason = "scope"});
  const auto known = find("http://site.test/").in_crawls;
  ASSERT_EQ(known.size(), 2U);
  EXPECT_EQ(known[0].crawl, "http://other.test/ host");
  EXPECT_EQ(known[0].state, "refused");
  EXPECT_EQ(known[1].state, "page");
}

TEST_F(Explaining, TheWayLeadsBackToTheSeed) {
  const auto a = rows_.add({.url = "http://site.test/a", .found_from = seed_});
  rows_.add({.url = "http://site.test/b", .found_from = a, .depth = 2});
  const Explanation known = explain("http://site.test/b");
  EXPECT_EQ(urls(known.found_along), (Urls{"http://site.test/a", "http://site.test/"}));
  EXPECT_FALSE(known.is_listed);
  EXPECT_FALSE(explain("http://site.test/").is_listed);
}

TEST_F(Explaining, AWayMayBeginAtASitemap) {
  const auto listed = rows_.add({.url = "http://site.test/listed"});
  rows_.add({.url = "http://site.test/below", .found_from = listed, .depth = 2});
  EXPECT_TRUE(explain("http://site.test/listed").is_listed);
  EXPECT_TRUE(explain("http://site.test/below").is_listed);
}

TEST_F(Explaining, AWayWithoutEndIsCut) {
  crawler::UrlId last = seed_;
  for (int i = 0; i < 100; ++i) {
    last = rows_.add({.url = "http://site.test/" + std::to_string(i), .found_from = last, .depth = i + 1});
  }
  const Explanation known = explain("http://site.test/99");
  EXPECT_TRUE(known.is_path_cut);
  EXPECT_LE(known.found_along.size(), 100U);
}

TEST_F(Explaining, AliasesAreFollowedBothWays) {
  const auto near = rows_.add({.url = "http://site.test/near",
                               .state = "alias",
                               .reason = "names another URL as canonical",
                               .alias_of = seed_});
  rows_.add({.url = "http://site.test/far", .state = "alias", .reason = "redirects to another URL", .alias_of = near});
  EXPECT_EQ(urls(explain("http://site.test/far").stands_for), (Urls{"http://site.test/near", "http://site.test/"}));
  EXPECT_EQ(explain("http://site.test/").aliases.urls, (Urls{"http://site.test/near", "http://site.test/far"}));
}

TEST_F(Explaining, AliasesThatLeadInACircleEnd) {
  const auto a = rows_.add({.url = "http://site.test/a", .state = "alias", .reason = "redirects to another URL"});
  const auto b =
      rows_.add({.url = "http://site.test/b", .state = "alias", .reason = "redirects to another URL", .alias_of = a});
  database_.change([&] { database_.connection().prepare("UPDATE urls SET alias_of = ? WHERE id = ?").run(b, a); });
  EXPECT_FALSE(explain("http://site.test/a").stands_for.empty());
  EXPECT_EQ(explain("http://site.test/a").aliases.urls, Urls{"http://site.test/b"});
}

TEST_F(Explaining, PagesThatLinkToItAreCountedButForItself) {
  const auto a = rows_.add({.url = "http://site.test/a", .found_from = seed_});
  rows_.index(seed_, "Seed", "words", {a, seed_});
  rows_.index(a, "A", "words", {a * 10, a});
  const Some linked = explain("http://site.test/a").linked_from;
  EXPECT_EQ(linked.urls, Urls{"http://site.test/"});
  EXPECT_EQ(linked.count, 1);
  EXPECT_FALSE(linked.is_at_least);
}

TEST_F(Explaining, WhatIsKeptOfAPageThatFailsIsTold) {
  const auto held =
      rows_.add({.url = "http://site.test/held", .state = "failed", .reason = "timed out", .is_held = true});
  rows_.index(held, "Held", "words");
  const Explanation known = explain("http://site.test/held");
  EXPECT_TRUE(known.is_held);
  EXPECT_TRUE(known.is_indexed);
  rows_.add({.url = "http://site.test/old", .round = 0});
  EXPECT_TRUE(explain("http://site.test/old").is_of_earlier_round);
}

TEST_F(Explaining, OfWhatWasNeverSeenTheNeighboursAreNamed) {
  rows_.add({.url = "http://site.test/docs/install.html"});
  rows_.add({.url = "http://site.test/docs/index.html"});
  rows_.add({.url = "http://elsewhere.test/docs/instal.html", .state = "refused", .reason = "scope"});
  database_.change([&] {
    database_.connection()
        .prepare("INSERT INTO refusals VALUES (?, 'pattern', 'site.test', 1000, 7)")
        .run(rows_.crawl());
  });
  const Surroundings around = surroundings(database_, crawler::Url::parse("http://site.test/docs/instal.html").value());
  ASSERT_FALSE(around.nearest.empty());
  EXPECT_EQ(around.nearest.front(), "http://site.test/docs/install.html");
  for (const std::string& url : around.nearest) EXPECT_TRUE(url.starts_with("http://site.test/")) << url;
  ASSERT_EQ(around.refusals.size(), 1U);
  EXPECT_EQ(around.refusals.front().count, 1007);
  EXPECT_TRUE(around.has_uncounted);
  EXPECT_EQ(around.crawls, Urls{"http://site.test/ host"});
}

TEST_F(Explaining, OfAHostThatWasNeverSeenThereIsNothing) {
  const Surroundings around = surroundings(database_, crawler::Url::parse("http://nowhere.test/").value());
  EXPECT_TRUE(around.nearest.empty());
  EXPECT_TRUE(around.refusals.empty());
  EXPECT_TRUE(around.crawls.empty());
}

}  // namespace
}  // namespace storage
