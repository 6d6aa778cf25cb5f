#include "crawler/sitemaps.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "crawler/crawl.hpp"
#include "crawler/outcome.hpp"
#include "tests/support/fake_fetcher.hpp"
#include "tests/support/memory_store.hpp"

namespace {

using crawler::Response;
using crawler::Url;
using support::FakeFetcher;
using support::MemoryStore;
using Lines = std::vector<std::string>;
using Source = crawler::Sitemaps::Source;

Response page(const Lines& links = {}) {
  std::string body = "<!doctype html>";
  for (const std::string& link : links) body += "<a href='" + link + "'>x</a>";
  return {.status = 200, .headers = {{"content-type", "text/html"}}, .body = std::move(body)};
}

Response text(std::string body) {
  return {.status = 200, .headers = {{"content-type", "text/plain"}}, .body = std::move(body)};
}

Response index(const Lines& sitemaps) {
  std::string body = "<sitemapindex>";
  for (const std::string& sitemap : sitemaps) body += "<sitemap><loc>" + sitemap + "</loc></sitemap>";
  return text(body + "</sitemapindex>");
}

struct Setting {
  crawler::Sitemaps::Options sitemaps{.source = Source::kRobots, .url = {}};
  std::size_t most = 100'000;  ///< pages before the crawl is broken off
};

/// What a crawl of http://site.test/ requests, robots.txt left out: paths of its own, and URLs of others.
class Crawl {
 public:
  explicit Crawl(std::map<std::string, Response> web) : web_(std::move(web)) {}

  Lines run(const Setting& setting = {}) {
    const auto server = [&](const Url& url) -> base::Result<Response> {
      const auto found = web_.find(name(url.href()));
      return found == web_.end() ? Response{.status = 404} : found->second;
    };
    FakeFetcher fetcher(server, 3);
    crawler::Parsers parsers({.threads = 0});
    crawler::Reader reader(fetcher, parsers, {.window_pages = 8});
    crawler::Frontier frontier(store, {.scope = {.sites = {"site.test"}}}, {.crawl = 1});
    crawler::Limits limits({}, 0);
    crawler::RobotsCache robots(reader, store, {});
    crawler::Sitemaps sitemaps(reader, robots, frontier, store, store, setting.sitemaps);
    frontier.seed(*Url::parse("http://site.test/"));
    std::size_t pages = 0;
    for (auto&& turn : crawler::crawl(frontier, limits, robots, sitemaps, reader)) {
      if (!turn) {
        fetcher.finish_one();
        continue;
      }
      store.done(*turn);
      if (++pages == setting.most) break;
    }
    Lines requested;
    for (const std::string& url : fetcher.requested()) {
      if (!url.ends_with("/robots.txt")) requested.push_back(name(url));
    }
    return requested;
  }

  MemoryStore store;

 private:
  static std::string name(const std::string& href) {
    constexpr std::string_view kSite = "http://site.test";
    return href.starts_with(kSite) ? href.substr(kSite.size()) : href;
  }

  std::map<std::string, Response> web_;
};

TEST(Sitemaps, AreOpenedOnlyWhenTheQueueHasRunDry) {
  Crawl crawl({{"/", page({"/a"})},
               {"/a", page({"/b"})},
               {"/b", page()},
               {"/sitemap.xml", text("http://site.test/b\nhttp://site.test/orphan")},
               {"/orphan", page({"/c"})},
               {"/c", page()}});
  EXPECT_EQ(crawl.run(), (Lines{"/", "/a", "/b", "/sitemap.xml", "/orphan", "/c"}));
}

TEST(Sitemaps, ThoseOfRobotsTxtComeInsteadOfTheUsualOne) {
  Crawl crawl({{"/", page()},
               {"/robots.txt", text("Sitemap: /one.txt\nSitemap: http://site.test/two.txt")},
               {"/one.txt", text("http://site.test/1")},
               {"/two.txt", text("http://site.test/2")},
               {"/1", page()},
               {"/2", page()}});
  EXPECT_EQ(crawl.run(), (Lines{"/", "/one.txt", "/1", "/two.txt", "/2"}));
}

TEST(Sitemaps, AnIndexIsReadInItsOrderAndEachFileOnce) {
  Crawl crawl({{"/", page()},
               {"/sitemap.xml", index({"http://site.test/2.txt", "http://site.test/1.txt", "http://site.test/2.txt",
                                       "http://site.test/sitemap.xml"})},
               {"/1.txt", text("http://site.test/1")},
               {"/2.txt", text("http://site.test/2")},
               {"/1", page()},
               {"/2", page()}});
  EXPECT_EQ(crawl.run(), (Lines{"/", "/sitemap.xml", "/2.txt", "/2", "/1.txt", "/1"}));
}

TEST(Sitemaps, AreNotOpenedOnHostsThatDoNotBelongToTheCrawl) {
  Crawl crawl({{"/", page()},
               {"/robots.txt", text("Sitemap: http://other.test/map.txt\nSitemap: http://site.test/map.xml")},
               {"/map.xml", index({"http://elsewhere.test/1.txt"})}});
  EXPECT_EQ(crawl.run(), (Lines{"/", "/map.xml"}));
}

TEST(Sitemaps, TheOperatorsOwnMayLieAnywhere) {
  Crawl crawl(
      {{"/", page()}, {"http://other.test/map.txt", text("http://site.test/1\nhttp://other.test/2")}, {"/1", page()}});
  const Setting setting{.sitemaps = {.source = Source::kUrl, .url = Url::parse("http://other.test/map.txt").value()}};
  EXPECT_EQ(crawl.run(setting), (Lines{"/", "http://other.test/map.txt", "/1"}));
  EXPECT_EQ(crawl.store.refused, Lines{"scope http://other.test/2"});
}

TEST(Sitemaps, AreNotOpenedWhenTheyAreOff) {
  Crawl crawl({{"/", page()}, {"/sitemap.xml", text("http://site.test/1")}});
  EXPECT_EQ(crawl.run({.sitemaps = {}}), Lines{"/"});
}

TEST(Sitemaps, OneThatRobotsTxtForbidsIsNotOpened) {
  Crawl crawl({{"/", page()},
               {"/robots.txt", text("User-agent: *\nDisallow: /sitemap.xml")},
               {"/sitemap.xml", text("http://site.test/1")}});
  EXPECT_EQ(crawl.run(), Lines{"/"});
  EXPECT_EQ(crawl.store.sitemaps.at("http://site.test/sitemap.xml"), "robots.txt");
}

TEST(Sitemaps, AnIndexInAnIndexIsFollowedThreeLevelsDeep) {
  std::map<std::string, Response> web{{"/", page()}, {"/sitemap.xml", index({"http://site.test/1"})}};
  for (int i = 1; i < 6; ++i) {
    web.emplace("/" + std::to_string(i), index({"http://site.test/" + std::to_string(i + 1)}));
  }
  EXPECT_EQ(Crawl(web).run(), (Lines{"/", "/sitemap.xml", "/1", "/2", "/3"}));
}

TEST(Sitemaps, KeepTheReasonOfOneThatBreaks) {
  Crawl crawl(
      {{"/", page()}, {"/sitemap.xml", text("<urlset><url><loc>http://site.test/1</loc></url><url>")}, {"/1", page()}});
  EXPECT_EQ(crawl.run(), (Lines{"/", "/sitemap.xml", "/1"}));
  EXPECT_FALSE(crawl.store.sitemaps.at("http://site.test/sitemap.xml").empty());
}

TEST(Sitemaps, KeepWhenAPageWasLastModified) {
  Crawl crawl({{"/", page()},
               {"/sitemap.xml", text("<urlset><url><loc>http://site.test/</loc><lastmod>2024-02-03</lastmod></url>"
                                     "</urlset>")}});
  crawl.run();
  const auto id = crawl.store.ids.at("http://site.test/");
  EXPECT_EQ(crawl.store.lastmod.at(id), std::chrono::sys_days(std::chrono::year(2024) / std::chrono::February / 3));
}

TEST(Sitemaps, AListOfManyIsTakenAThousandAtATime) {
  std::string list;
  std::map<std::string, Response> web{{"/", page()}};
  for (int i = 0; i < 2'500; ++i) list += "http://site.test/" + std::to_string(i) + "\n";
  web.emplace("/0", page({"/found"}));
  web.emplace("/found", page());
  web.emplace("/sitemap.xml", text(list));
  const Lines requested = Crawl(web).run();
  ASSERT_EQ(requested.size(), 2'503U);
  EXPECT_EQ(requested[1'002], "/found") << "behind the first thousand, before the next";
  EXPECT_EQ(requested[1'003], "/1000");
}

TEST(Sitemaps, ACrawlBrokenOffAnywhereTakesEachEntryOnce) {
  const std::map<std::string, Response> web{
      {"/", page({"/a"})},
      {"/a", page()},
      {"/sitemap.xml", index({"http://site.test/1.txt", "http://site.test/2.txt"})},
      {"/1.txt", text("http://site.test/1\nhttp://elsewhere.test/")},
      {"/2.txt", text("http://site.test/2")},
      {"/1", page()},
      {"/2", page()}};
  Crawl whole(web);
  whole.run();
  for (std::size_t most = 1; most < 4; ++most) {
    Crawl crawl(web);
    crawl.run({.most = most});
    crawl.run();
    EXPECT_EQ(crawl.store.ids, whole.store.ids) << most;
    EXPECT_EQ(crawl.store.refused, whole.store.refused) << most;
    EXPECT_EQ(crawl.store.entries_taken, 3U);
  }
}

}  // namespace
