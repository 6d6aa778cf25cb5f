#include "crawler/robots_cache.hpp"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>

#include "tests/support/fake_fetcher.hpp"
#include "tests/support/memory_store.hpp"

namespace {

using crawler::Response;
using crawler::RobotsCache;
using crawler::Url;
using support::FakeFetcher;
using support::MemoryStore;
using Web = std::map<std::string, base::Result<Response>>;

Url url(std::string_view text) {
  return *Url::parse(text);
}

Response robots(std::string text, int status = 200) {
  return {.status = status, .headers = {{"content-type", "text/plain"}}, .body = std::move(text)};
}

Response redirect(std::string location) {
  return {.status = 302, .headers = {{"location", std::move(location)}}};
}

base::Result<Response> no_answer() {
  return base::fail(base::ErrorKind::kRetryLater, "connection refused");
}

/// A cache over a web in which everything not named is missing.
struct Cache {
  explicit Cache(Web web_, RobotsCache::Options options = {})
      : web(std::move(web_)), cache(reader, store, std::move(options)) {}

  /// Asked until it is known: "allowed", "forbidden", or why it is not known.
  std::string ask(std::string_view target, RobotsCache::Asker asker = {}) {
    std::optional<base::Result<bool>> permission;
    while (!(permission = cache.ask(url(target), asker))) fetcher.finish_one();
    if (!*permission) return permission->error().what;
    return **permission ? "allowed" : "forbidden";
  }
  std::size_t requests() const { return fetcher.requested().size(); }

  Web web;
  FakeFetcher fetcher{[this](const Url& target) -> base::Result<Response> {
                        const auto found = web.find(target.href());
                        return found == web.end() ? Response{.status = 404} : found->second;
                      },
                      1};
  crawler::Parsers parsers{{.threads = 0}};
  crawler::Reader reader{fetcher, parsers, {}};
  MemoryStore store;
  RobotsCache cache;
};

TEST(RobotsCache, AsksOnceForEachOrigin) {
  Cache cache({{"http://a.test/robots.txt", robots("User-agent: *\nDisallow: /x")},
               {"https://a.test/robots.txt", robots("User-agent: *\nDisallow: /y")}});
  EXPECT_EQ(cache.ask("http://a.test/x"), "forbidden");
  EXPECT_EQ(cache.ask("http://a.test/y"), "allowed");
  EXPECT_EQ(cache.ask("https://a.test/x"), "allowed");
  EXPECT_EQ(cache.ask("http://a.test:8080/x"), "allowed");
  EXPECT_EQ(cache.ask("http://a.test/x/z"), "forbidden");
  EXPECT_EQ(cache.requests(), 3U);
}

// RFC 9309, 2.3.1.3
TEST(RobotsCache, AMissingOneAllowsAll) {
  for (const int status : {400, 401, 403, 404, 410, 451}) {
    Cache cache({{"http://a.test/robots.txt", robots("User-agent: *\nDisallow: /", status)}});
    EXPECT_EQ(cache.ask("http://a.test/x"), "allowed") << status;
    EXPECT_EQ(cache.requests(), 1U);
  }
}

// RFC 9309, 2.3.1.4; RFC 6585, 4
TEST(RobotsCache, OneThatCannotBeHadAllowsNothingAfterThreeAttempts) {
  for (const int status : {429, 500, 503}) {
    Cache cache({{"http://a.test/robots.txt", robots("", status)}});
    EXPECT_EQ(cache.ask("http://a.test/x"), "robots.txt: answered with status " + std::to_string(status));
    EXPECT_EQ(cache.requests(), 3U);
  }
  Cache cache({{"http://a.test/robots.txt", no_answer()}});
  EXPECT_EQ(cache.ask("http://a.test/x"), "robots.txt: connection refused");
  EXPECT_EQ(cache.ask("http://a.test/y"), "robots.txt: connection refused");
  EXPECT_EQ(cache.requests(), 3U);
}

TEST(RobotsCache, AGuessIsOneAttempt) {
  Cache cache({{"https://a.test/robots.txt", no_answer()}});
  EXPECT_EQ(cache.ask("https://a.test/", {.is_guess = true}), "robots.txt: connection refused");
  EXPECT_EQ(cache.requests(), 1U);
}

TEST(RobotsCache, AFailureIsAskedAgainWhenItIsForgotten) {
  Cache cache({{"http://a.test/robots.txt", no_answer()}});
  cache.ask("http://a.test/x");
  cache.web.insert_or_assign("http://a.test/robots.txt", robots("User-agent: *\nDisallow: /x"));
  cache.cache.forget_failures();
  EXPECT_EQ(cache.ask("http://a.test/x"), "forbidden");
}

// RFC 9309, 2.3.1.2
TEST(RobotsCache, FollowsFiveRedirectsAlsoToOtherHostsAndNoMore) {
  Web web{{"http://a.test/robots.txt", redirect("http://b.test/1")}};
  for (int i = 1; i < 5; ++i) web.emplace("http://b.test/" + std::to_string(i), redirect(std::to_string(i + 1)));
  web.emplace("http://b.test/5", robots("User-agent: *\nDisallow: /x"));
  EXPECT_EQ(Cache(web).ask("http://a.test/x"), "forbidden");
  web.insert_or_assign("http://b.test/5", redirect("6"));
  web.emplace("http://b.test/6", robots("User-agent: *\nDisallow: /x"));
  EXPECT_EQ(Cache(web).ask("http://a.test/x"), "allowed");
}

TEST(RobotsCache, ARedirectDoesNotCarryTheOperatorsWordToAnotherHost) {
  Cache cache({{"http://a.test/robots.txt", redirect("/there")}, {"http://a.test/there", redirect("http://b.test/")}});
  cache.ask("http://a.test/x", {.is_named = true});
  EXPECT_EQ(cache.fetcher.named(), (std::vector<bool>{true, true, false}));
}

TEST(RobotsCache, WhatIsStoredIsNotAskedForAgain) {
  Cache cache({});
  cache.store.keep_robots("http://a.test", "User-agent: *\nDisallow: /x");
  EXPECT_EQ(cache.ask("http://a.test/x"), "forbidden");
  EXPECT_EQ(cache.requests(), 0U);
}

TEST(RobotsCache, StoresWhatItLearns) {
  Cache cache({{"http://a.test/robots.txt", robots("User-agent: *\nDisallow: /x")}});
  cache.ask("http://a.test/");
  cache.ask("http://b.test/");
  EXPECT_EQ(cache.store.robots("http://a.test"), "User-agent: *\nDisallow: /x");
  EXPECT_EQ(cache.store.robots("http://b.test"), "");
  EXPECT_EQ(cache.store.origins(), (std::vector<std::string>{"http://a.test", "http://b.test"}));
}

TEST(RobotsCache, ObeysTheGroupOfItsAgent) {
  const Web web{{"http://a.test/robots.txt", robots("User-agent: OtherBot\nDisallow: /\n\nUser-agent: *\nAllow: /")}};
  EXPECT_EQ(Cache(web).ask("http://a.test/"), "allowed");
  EXPECT_EQ(Cache(web, {.agent = "otherbot"}).ask("http://a.test/"), "forbidden");
}

TEST(RobotsCache, TellsTheFetcherTheCrawlDelay) {
  Cache cache({{"http://a.test:8080/robots.txt", robots("User-agent: *\nCrawl-delay: 2")}});
  cache.ask("http://a.test:8080/");
  EXPECT_EQ(cache.fetcher.crawl_delays().at("a.test:8080"), std::chrono::seconds(2));
}

TEST(RobotsCache, TellsTheFetcherOfAHostThatAnsweredAnEarlierRun) {
  Cache cache(Web{});
  cache.store.keep_robots("http://a.test", "");
  EXPECT_EQ(cache.ask("http://a.test/"), "allowed");
  EXPECT_EQ(cache.requests(), 0U);
  EXPECT_EQ(cache.fetcher.crawl_delays().at("a.test"), std::chrono::seconds(0));
}

TEST(RobotsCache, IgnoredItAllowsAllAndStillNamesSitemaps) {
  const std::string text = "User-agent: *\nDisallow: /\nCrawl-delay: 9\nSitemap: http://a.test/map.xml";
  Cache cache({{"http://a.test/robots.txt", robots(text)}, {"http://b.test/robots.txt", no_answer()}},
              {.is_ignored = true});
  EXPECT_EQ(cache.ask("http://a.test/x"), "allowed");
  EXPECT_EQ(cache.ask("http://b.test/x"), "allowed");
  EXPECT_EQ(cache.fetcher.crawl_delays().at("a.test"), std::chrono::seconds(0));
  EXPECT_EQ(cache.cache.sitemaps("http://a.test"), std::vector<std::string>{"http://a.test/map.xml"});
}

}  // namespace
