#include "crawler/crawl.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "crawler/outcome.hpp"
#include "tests/support/fake_fetcher.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/serial_crawl.hpp"
#include "tests/support/web_graph.hpp"

namespace {

using crawler::Outcome;
using crawler::Page;
using support::CrawlLimits;
using support::CrawlLog;
using support::FakeFetcher;
using support::MemoryStore;
using support::WebGraph;
using Source = crawler::Sitemaps::Source;

/// The norm calls a redirect loop what it is to the queue: an alias of a URL seen.
std::string line(const Page& page) {
  const bool is_loop = page.reason == "redirects in a loop";
  return page.url.href() + " " + std::string(is_loop ? "alias" : word(page.outcome));
}

crawler::Scope web_scope() {
  return {.sites = {"web.test"}};
}

/// A crawl of `web` with all that belongs to it, one request answered at random whenever the crawl has nothing to
/// yield.
struct Crawl {
  Crawl(const WebGraph& web, CrawlLimits limits_, std::size_t window, std::uint32_t order, MemoryStore& store_,
        std::uint64_t counted = 0, std::size_t stretch = 5, std::size_t seen = 16, bool has_stored = false)
      : fetcher([&web, this](const crawler::Url& url) { return web.answer(url, ++requests[url.href()]); }, order),
        parsers({.threads = 0}),
        reader(fetcher, parsers, {.window_pages = window}),
        store(store_),
        frontier(store, {.scope = web_scope()},
                 {.crawl = 1,
                  .max_depth = limits_.max_depth,
                  .stretch = stretch,
                  .seen = seen,
                  .waiting = store.queue.size() + store.deferred.size(),
                  .is_new = store.ids.empty(),
                  .has_stored = has_stored}),
        limits(limits_, counted),
        robots(reader, store, {}),
        sitemaps(reader, robots, frontier, store, store,
                 {.source = web.sitemaps().empty() ? Source::kNone : Source::kRobots, .url = {}}) {
    frontier.seed(*crawler::Url::parse(WebGraph::url(0)));
  }

  /// Takes pages until the end, or until `most` have come.
  CrawlLog run(std::size_t most = std::numeric_limits<std::size_t>::max()) {
    CrawlLog log;
    for (auto&& turn : crawler::crawl(frontier, limits, robots, sitemaps, reader)) {
      if (!turn) {
        if (!fetcher.finish_one()) throw std::runtime_error("the crawl waits, and nothing is in flight");
        continue;
      }
      log.yielded.push_back(line(*turn));
      log.good += turn->outcome == Outcome::kPage;
      store.done(*turn);
      if (log.yielded.size() == most) break;
    }
    for (const std::string& url : fetcher.requested()) {
      if (url.contains("/n/")) log.requested.push_back(url);
    }
    return log;
  }

  std::map<std::string, std::size_t> requests;
  FakeFetcher fetcher;
  crawler::Parsers parsers;
  crawler::Reader reader;
  MemoryStore& store;
  crawler::Frontier frontier;
  crawler::Limits limits;
  crawler::RobotsCache robots;
  crawler::Sitemaps sitemaps;
};

/// The order of the norm's aliases is by the URL that redirected; ours name the URL that they stand for.
CrawlLog comparable(CrawlLog log) {
  for (std::string& yielded : log.yielded) {
    if (yielded.ends_with(" alias") || yielded.ends_with(" refused")) yielded = yielded.substr(yielded.find(' '));
  }
  std::ranges::sort(log.requested);
  return log;
}

const std::vector<CrawlLimits> kLimits = {
    {},
    {{.max_pages = 1}},
    {{.max_pages = 7}},
    {{.max_pages = 20}},
    {{}, 1},
    {{.max_pages = 15}, 2},
    {{.max_requests = 1}},
    {{.max_requests = 12}},
    {{.max_pages = 9, .max_requests = 30}},
    {{.max_requests = 70}, 3},
};

void expect_the_serial_crawl(std::uint32_t seed, WebGraph::Features features) {
  const WebGraph web(seed, 60, features);
  for (const CrawlLimits& limits : kLimits) {
    const CrawlLog norm = comparable(support::serial_crawl(web, limits));
    for (const std::size_t window : {1UZ, 2UZ, 4UZ, 16UZ, 64UZ}) {
      MemoryStore store;
      const std::uint32_t order = seed * 31 + static_cast<std::uint32_t>(window);
      const CrawlLog log = comparable(Crawl(web, limits, window, order, store).run());
      ASSERT_EQ(norm.yielded, log.yielded)
          << "seed " << seed << " window " << window << " max_pages " << limits.max_pages << " max_depth "
          << limits.max_depth << " max_requests " << limits.max_requests;
      ASSERT_EQ(norm.requested, log.requested) << "seed " << seed << " window " << window;
    }
  }
}

TEST(Crawl, EqualsTheSerialCrawlAtAnyWindowInAnyOrderOfAnswers) {
  for (std::uint32_t seed = 0; seed < support::rounds(100U); ++seed) expect_the_serial_crawl(seed, {});
}

TEST(Crawl, EqualsTheSerialCrawlWithRobots) {
  for (std::uint32_t seed = 0; seed < support::rounds(50U); ++seed) expect_the_serial_crawl(seed, {.robots = true});
}

TEST(Crawl, EqualsTheSerialCrawlWithRetriesAndDeferredUrls) {
  for (std::uint32_t seed = 0; seed < support::rounds(50U); ++seed) {
    expect_the_serial_crawl(seed, {.passing_failures = true});
  }
}

TEST(Crawl, EqualsTheSerialCrawlWithSitemaps) {
  for (std::uint32_t seed = 0; seed < support::rounds(50U); ++seed) expect_the_serial_crawl(seed, {.sitemaps = true});
}

TEST(Crawl, EqualsTheSerialCrawlWithLinksNotToBeFollowed) {
  for (std::uint32_t seed = 0; seed < support::rounds(50U); ++seed) expect_the_serial_crawl(seed, {.nofollow = true});
}

// A canonical URL is the page's first link.
TEST(Crawl, EqualsTheSerialCrawlWithCanonicalUrls) {
  for (std::uint32_t seed = 0; seed < support::rounds(50U); ++seed) expect_the_serial_crawl(seed, {.duplicates = true});
}

TEST(Crawl, EqualsTheSerialCrawlWithAllOfThemTogether) {
  for (std::uint32_t seed = 0; seed < support::rounds(200U); ++seed) {
    expect_the_serial_crawl(
        seed, {.robots = true, .passing_failures = true, .sitemaps = true, .nofollow = true, .duplicates = true});
  }
}

TEST(Crawl, WhatStandsIsNotRequestedAndItsLinksAreFollowed) {
  const WebGraph web(5, 60);
  MemoryStore store;
  const auto page = [](std::size_t node) { return *crawler::Url::parse(WebGraph::url(node)); };
  store.stored_pages[WebGraph::url(0)] = {{.validators = {}, .stands = true}, {{.url = page(1)}, {.url = page(2)}}};
  store.stored_pages[WebGraph::url(1)] =
      store.stored_pages[WebGraph::url(2)] = {{.validators = {}, .stands = true}, {}};
  Crawl crawl(web, {{.max_requests = 1}}, 8, 1, store, 0, 5, 16, true);
  EXPECT_EQ(crawl.run().yielded, (std::vector<std::string>{WebGraph::url(0) + " page", WebGraph::url(1) + " page",
                                                           WebGraph::url(2) + " page"}));
  EXPECT_TRUE(crawl.run().requested.empty());
}

TEST(Crawl, NeverHasMoreInFlightThanItsWindow) {
  const WebGraph web(7, 300);
  for (const std::size_t window : {1UZ, 3UZ, 16UZ}) {
    MemoryStore store;
    Crawl crawl(web, {}, window, 1, store);
    crawl.run();
    EXPECT_LE(crawl.fetcher.most_waiting(), window);
  }
}

TEST(Crawl, RequestsAUrlOnceButForItsAttempts) {
  for (std::uint32_t seed = 0; seed < support::rounds(50U); ++seed) {
    MemoryStore store;
    const CrawlLog log = Crawl(WebGraph(seed, 80), {}, 16, seed, store).run();
    std::map<std::string, std::size_t> times;
    for (const std::string& url : log.requested) ++times[url];
    for (const auto& [url, requests] : times) EXPECT_LE(requests, 4U) << url << " seed " << seed;
  }
}

TEST(Crawl, StoppedAfterAnyPageAndResumedEndsAsIfItHadRunThrough) {
  for (std::uint32_t seed = 0; seed < support::rounds(12U); ++seed) {
    const WebGraph web(seed, 40, {.robots = true, .sitemaps = true, .nofollow = true});
    MemoryStore whole_store;
    const CrawlLog whole = Crawl(web, {{.max_pages = 20}}, 8, seed, whole_store).run();
    for (std::size_t stop = 1; stop < whole.yielded.size(); ++stop) {
      MemoryStore store;
      const CrawlLog first = Crawl(web, {{.max_pages = 20}}, 8, seed + 1, store).run(stop);
      const CrawlLog second = Crawl(web, {{.max_pages = 20}}, 8, seed + 2, store, first.good).run();
      std::vector<std::string> both = first.yielded;
      both.insert(both.end(), second.yielded.begin(), second.yielded.end());
      ASSERT_EQ(whole.yielded, both) << "seed " << seed << " stopped after " << stop;
      ASSERT_EQ(whole_store.ids, store.ids);
    }
  }
}

TEST(Crawl, BrokenOffAfterAnyPageCancelsWhatIsInFlight) {
  const WebGraph web(3, 60);
  MemoryStore whole_store;
  const std::size_t pages = Crawl(web, {}, 16, 1, whole_store).run().yielded.size();
  for (std::size_t stop = 1; stop <= pages; ++stop) {
    MemoryStore store;
    Crawl crawl(web, {}, 16, 1, store);
    crawl.run(stop);
    EXPECT_EQ(crawl.fetcher.live(), 0U) << "stopped after " << stop;
  }
}

TEST(Crawl, ARaisedLimitGoesOnAsIfItHadBeenSoFromTheStart) {
  for (std::uint32_t seed = 0; seed < support::rounds(20U); ++seed) {
    const WebGraph web(seed, 60);
    MemoryStore whole_store;
    const CrawlLog whole = Crawl(web, {{.max_pages = 18}, 3}, 4, seed, whole_store).run();
    MemoryStore store;
    CrawlLog both = Crawl(web, {{.max_pages = 5}, 2}, 4, seed, store).run();
    const CrawlLog second = Crawl(web, {{.max_pages = 18}, 3}, 4, seed, store, both.good).run();
    both.yielded.insert(both.yielded.end(), second.yielded.begin(), second.yielded.end());
    EXPECT_EQ(whole.yielded, both.yielded) << "seed " << seed;
  }
}

TEST(Crawl, PullsNothingBeforeItIsAsked) {
  const WebGraph web(1, 20);
  MemoryStore store;
  Crawl crawl(web, {}, 4, 1, store);
  auto pages = crawler::crawl(crawl.frontier, crawl.limits, crawl.robots, crawl.sitemaps, crawl.reader);
  EXPECT_TRUE(crawl.fetcher.requested().empty());
}

TEST(Crawl, KeepsTheReasonOfARefusedLink) {
  const WebGraph web(4, 60);
  MemoryStore store;
  Crawl(web, {}, 4, 1, store).run();
  ASSERT_FALSE(store.refused.empty());
  for (const std::string& refused : store.refused) EXPECT_TRUE(refused.starts_with("scope http://elsewhere.test/"));
}

}  // namespace
