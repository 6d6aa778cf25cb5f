// Several crawls in one process share each host's clock.

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <vector>

#include "crawler/crawl.hpp"
#include "crawler/curl_fetcher.hpp"
#include "lazy/merge.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/web_server.hpp"

namespace {

using namespace std::chrono_literals;
using support::MemoryStore;
using support::WebServer;

constexpr auto kDelay = 30ms;

/// A crawl below one folder of a server.
struct Crawl {
  Crawl(const WebServer& server, const std::string& folder, crawler::CrawlId id, crawler::Reader& reader)
      : seed(crawler::Url::parse(server.url(folder)).value()),
        frontier(store, {.scope = scope()}, {.crawl = id}),
        limits({}, 0),
        robots(reader, store, {.session = static_cast<std::uint64_t>(id)}),
        sitemaps(reader, robots, frontier, store, store, {}) {
    frontier.seed(seed);
  }
  crawler::Scope scope() const {
    crawler::Scope scope{.sites = {std::string(seed.site())}, .prefixes = {std::string(seed.path())}};
    scope.seeds.emplace(seed.site());
    return scope;
  }

  crawler::Url seed;
  MemoryStore store;
  crawler::Frontier frontier;
  crawler::Limits limits;
  crawler::RobotsCache robots;
  crawler::Sitemaps sitemaps;
};

/// A folder with three pages.
support::Answer answer(const support::SeenRequest& request) {
  if (request.target == "/robots.txt") return support::raw(support::response(404, ""));
  if (!request.target.ends_with('/')) return support::raw(support::html("<p>leaf"));
  return support::raw(support::html("<a href=1>1</a><a href=2>2</a>"));
}

TEST(SharedClock, TwoCrawlsOfAHostAndOneOfAnotherKeepEachHostsDelay) {
  const WebServer one(answer);
  const WebServer two(answer);
  crawler::CurlFetcher fetcher({.politeness = {.delay = kDelay}});
  crawler::Parsers parsers;
  crawler::Reader reader(fetcher, parsers, {});
  std::vector<std::unique_ptr<Crawl>> crawls;
  crawls.push_back(std::make_unique<Crawl>(one, "/a/", 1, reader));
  crawls.push_back(std::make_unique<Crawl>(one, "/b/", 2, reader));
  crawls.push_back(std::make_unique<Crawl>(two, "/a/", 3, reader));
  std::vector<lazy::generator<lazy::Turn<crawler::Page>>> pages;
  for (const auto& crawl : crawls) {
    pages.push_back(crawler::crawl(crawl->frontier, crawl->limits, crawl->robots, crawl->sitemaps, reader));
  }
  std::size_t good = 0;
  for (auto&& turn : lazy::round_robin(std::move(pages), [&] { parsers.wait(lazy::kLongestTurn); })) {
    if (turn && turn->outcome == crawler::Outcome::kPage) ++good;
  }
  EXPECT_EQ(good, 9U);
  for (const WebServer* server : {&one, &two}) {
    const auto requests = server->requests();
    EXPECT_EQ(requests.size(), server == &one ? 8U : 4U) << "each crawl asks for robots.txt itself";
    for (std::size_t i = 1; i < requests.size(); ++i) {
      EXPECT_GE(requests[i].started - requests[i - 1].ended, kDelay) << requests[i].target;
    }
  }
}

}  // namespace
