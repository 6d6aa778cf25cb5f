#include "crawler/ordered.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <utility>

#include "crawler/crawl.hpp"
#include "tests/support/fake_fetcher.hpp"
#include "tests/support/memory_store.hpp"

namespace {

using crawler::Frontier;
using crawler::Limits;
using crawler::Outcome;
using crawler::Response;
using crawler::Url;
using support::FakeFetcher;
using support::MemoryStore;

/// What each URL answers. Any other is missing.
using Web = std::map<std::string, base::Result<Response>>;

using Lines = std::vector<std::string>;

Response page(const Lines& links = {}) {
  std::string body = "<!doctype html>";
  for (const std::string& link : links) body += "<a href='" + link + "'>x</a>";
  return {.status = 200, .headers = {{"content-type", "text/html"}}, .body = std::move(body)};
}

Response redirect(std::string location) {
  return {.status = 301, .headers = {{"location", std::move(location)}}};
}

base::Result<Response> no_answer() {
  return base::fail(base::ErrorKind::kRetryLater, "connection refused");
}

struct Setting {
  std::vector<std::string> seeds = {"http://site.test/"};
  bool is_guess = false;
  std::vector<std::string> sites = {"site.test"};
  std::size_t window = 8;
  std::uint32_t order = 1;
  std::size_t most = 1'000;  ///< pages before the crawl is broken off
};

/// The pages of a crawl of `web`: "DEPTH URL REASON", without the reason for a full page.
Lines crawl(const Web& web, MemoryStore& store, const Setting& setting = {}) {
  const auto server = [&](const Url& url) -> base::Result<Response> {
    const auto found = web.find(url.href());
    return found == web.end() ? Response{.status = 404} : found->second;
  };
  FakeFetcher fetcher(server, setting.order);
  crawler::Parsers parsers({.threads = 0});
  crawler::Reader reader(fetcher, parsers, {.window_pages = setting.window});
  Frontier frontier(store, {.scope = {.sites = setting.sites}}, {.crawl = 7, .waiting = store.queue.size()});
  Limits limits({}, 0);
  crawler::RobotsCache robots(reader, store, {});
  crawler::Sitemaps sitemaps(reader, robots, frontier, store, store, {});
  for (const std::string& seed : setting.seeds) frontier.seed(*Url::parse(seed), setting.is_guess);
  Lines lines;
  for (auto&& turn : crawler::crawl(frontier, limits, robots, sitemaps, reader)) {
    if (!turn) {
      fetcher.finish_one();
      continue;
    }
    EXPECT_EQ(turn->crawl, 7);
    EXPECT_EQ(turn->id, store.ids.at(turn->url.href()));
    EXPECT_EQ(turn->outcome == Outcome::kPage, turn->reason.empty());
    const std::string reason = turn->reason.empty() ? "" : " " + turn->reason;
    lines.push_back(std::to_string(turn->depth) + " " + turn->url.href() + reason);
    store.done(*turn);
    if (lines.size() == setting.most) break;
  }
  return lines;
}

Lines crawl(const Web& web, const Setting& setting = {}) {
  MemoryStore store;
  return crawl(web, store, setting);
}

/// "/0" redirects to "/1" and so on, to the page "/HOPS".
Web chain(int hops) {
  Web web;
  for (int i = 0; i < hops; ++i) web.emplace("http://site.test/" + std::to_string(i), redirect(std::to_string(i + 1)));
  web.emplace("http://site.test/" + std::to_string(hops), page());
  return web;
}

TEST(Ordered, FollowsTenRedirectsAndNoMore) {
  const Setting setting{.seeds = {"http://site.test/0"}};
  EXPECT_EQ(crawl(chain(1), setting), Lines{"0 http://site.test/1"});
  EXPECT_EQ(crawl(chain(10), setting), Lines{"0 http://site.test/10"});
  EXPECT_EQ(crawl(chain(11), setting), Lines{"0 http://site.test/10 too many redirects"});
}

TEST(Ordered, ARedirectToItselfIsALoop) {
  EXPECT_EQ(crawl({{"http://site.test/", redirect("/")}}), Lines{"0 http://site.test/ redirects in a loop"});
  EXPECT_EQ(crawl({{"http://site.test/", redirect("#top")}}), Lines{"0 http://site.test/ redirects in a loop"});
}

TEST(Ordered, AChainThatComesBackToItselfIsALoop) {
  const Web web = {{"http://site.test/", redirect("/a")},
                   {"http://site.test/a", redirect("/b")},
                   {"http://site.test/b", redirect("/a#x")}};
  EXPECT_EQ(crawl(web), Lines{"0 http://site.test/b redirects in a loop"});
}

TEST(Ordered, ARedirectToAnInvalidUrlFails) {
  EXPECT_EQ(crawl({{"http://site.test/", redirect("http://[")}}),
            Lines{"0 http://site.test/ redirects to an invalid URL"});
}

TEST(Ordered, ARedirectOutOfScopeLeavesARefusedLink) {
  const Web web = {{"http://site.test/", page({"/a", "/b"})},
                   {"http://site.test/a", redirect("http://other.test/x#y")},
                   {"http://site.test/b", redirect("ftp://site.test/")}};
  MemoryStore store;
  EXPECT_EQ(crawl(web, store), (Lines{"0 http://site.test/", "1 http://site.test/a redirects out of the crawl's scope",
                                      "1 http://site.test/b redirects out of the crawl's scope"}));
  EXPECT_EQ(store.refused, (Lines{"scope http://other.test/x", "scheme ftp://site.test/"}));
  EXPECT_EQ(store.found_from.at(store.ids.at("http://other.test/x")), store.ids.at("http://site.test/a"));
}

TEST(Ordered, ARedirectToAUrlSeenBeforeIsItsAlias) {
  const Web web = {{"http://site.test/", page({"/a", "/b"})},
                   {"http://site.test/a", redirect("/b")},
                   {"http://site.test/b", page()}};
  EXPECT_EQ(crawl(web), (Lines{"0 http://site.test/", "1 http://site.test/b redirects to a URL seen before",
                               "1 http://site.test/b"}));
}

const Web kMoved = {{"http://site.test/", redirect("https://www.site.test/")},
                    {"https://www.site.test/", page({"/a", "http://site.test/b"})},
                    {"https://www.site.test/a", page({"/c"})},
                    {"http://site.test/b", redirect("https://www.site.test/b")},
                    {"https://www.site.test/b", page()},
                    {"https://www.site.test/c", page()}};
const Lines kMovedPages = {"0 https://www.site.test/", "1 https://www.site.test/a", "1 https://www.site.test/b",
                           "2 https://www.site.test/c"};

TEST(Ordered, ASeedIsFollowedToItsOwnersOtherSite) {
  MemoryStore store;
  EXPECT_EQ(crawl(kMoved, store), kMovedPages);
  ASSERT_FALSE(store.sites.empty());
  EXPECT_EQ(store.sites.front(), "www.site.test");
  EXPECT_TRUE(store.refused.empty());
}

TEST(Ordered, AResumedCrawlKnowsTheSiteThatItsSeedLedTo) {
  for (std::size_t stop = 1; stop < kMovedPages.size(); ++stop) {
    MemoryStore store;
    Lines pages = crawl(kMoved, store, {.most = stop});
    Setting rest;
    rest.sites.insert(rest.sites.end(), store.sites.begin(), store.sites.end());
    const Lines others = crawl(kMoved, store, rest);
    pages.insert(pages.end(), others.begin(), others.end());
    EXPECT_EQ(pages, kMovedPages) << "stopped after " << stop;
  }
}

TEST(Ordered, ALinkIsNotFollowedToAnotherSite) {
  const Web web = {{"http://site.test/", page({"/a"})},
                   {"http://site.test/a", redirect("https://www.site.test/a")},
                   {"https://www.site.test/a", page()}};
  MemoryStore store;
  EXPECT_EQ(crawl(web, store),
            (Lines{"0 http://site.test/", "1 http://site.test/a redirects out of the crawl's scope"}));
  EXPECT_EQ(store.refused, Lines{"scope https://www.site.test/a"});
  EXPECT_TRUE(store.sites.empty());
}

// The link's redirect leads to a site that belongs to the crawl only when the second seed's has been followed.
TEST(Ordered, ARedirectIsNotRefusedBeforeASeedAheadOfItWasFollowed) {
  const Web web = {{"http://site.test/", page({"/a"})},
                   {"http://site.test/a", redirect("http://www.site.test/a")},
                   {"http://www.site.test/a", page()},
                   {"http://site.test/seed", redirect("http://www.site.test/seed")},
                   {"http://www.site.test/seed", page()}};
  for (const std::size_t window : {1UZ, 8UZ}) {
    for (std::uint32_t order = 0; order < 20; ++order) {
      const Setting setting{.seeds = {"http://site.test/", "http://site.test/seed"}, .window = window, .order = order};
      EXPECT_EQ(crawl(web, setting),
                (Lines{"0 http://site.test/", "0 http://www.site.test/seed", "1 http://www.site.test/a"}))
          << "window " << window << " order " << order;
    }
  }
}

TEST(Ordered, AGuessThatGetsNoAnswerIsTriedOverHttp) {
  const Web web = {
      {"https://site.test/", no_answer()}, {"http://site.test/", page({"/a"})}, {"http://site.test/a", page()}};
  EXPECT_EQ(crawl(web, {.seeds = {"https://site.test/"}, .is_guess = true}),
            (Lines{"0 https://site.test/ connection refused", "0 http://site.test/", "1 http://site.test/a"}));
  EXPECT_EQ(crawl(web, {.seeds = {"https://site.test/"}}), Lines(2, "0 https://site.test/ connection refused"))
      << "deferred, and failed then";
}

TEST(Ordered, AGuessThatGetsAnAnswerIsNotTriedOverHttp) {
  const Web web = {{"https://site.test/", Response{.status = 503}}, {"http://site.test/", page()}};
  EXPECT_EQ(crawl(web, {.seeds = {"https://site.test/"}, .is_guess = true}),
            Lines{"0 https://site.test/ answered with status 503"});
}

TEST(Ordered, FillsAQuarterOfTheWindowAtATime) {
  constexpr std::size_t kWindow = 16;
  constexpr std::size_t kPages = 50;
  Lines seeds;
  for (std::size_t i = 0; i < kPages; ++i) seeds.push_back("http://site.test/" + std::to_string(i));
  FakeFetcher fetcher([](const Url&) { return page(); }, 1);
  crawler::Parsers parsers({.threads = 0});
  crawler::Reader reader(fetcher, parsers, {.window_pages = kWindow});
  MemoryStore store;
  Frontier frontier(store, {.scope = {.sites = {"site.test"}}}, {.crawl = 7});
  Limits limits({}, 0);
  crawler::RobotsCache robots(reader, store, {});
  crawler::Sitemaps sitemaps(reader, robots, frontier, store, store, {});
  for (const std::string& seed : seeds) frontier.seed(*Url::parse(seed), false);
  std::vector<std::size_t> started;  // at a time
  std::size_t before = 0;
  for (auto&& turn : crawler::crawl(frontier, limits, robots, sitemaps, reader)) {
    if (turn) store.done(*turn);
    const auto urls = std::ranges::count_if(fetcher.requested(), [](const std::string& url) {
      return url.find_first_of("0123456789") != std::string::npos;
    });
    if (const std::size_t now = static_cast<std::size_t>(urls); now > before) {
      started.push_back(now - std::exchange(before, now));
    }
    if (!turn) fetcher.finish_one();
  }
  EXPECT_EQ(before, kPages);
  ASSERT_GT(started.size(), 2U);
  EXPECT_EQ(started.front(), kWindow);
  started.pop_back();  // what was left
  EXPECT_GE(std::ranges::min(started), kWindow / 4);
}

}  // namespace
