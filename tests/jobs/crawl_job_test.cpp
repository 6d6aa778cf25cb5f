#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <set>

#include "tests/jobs/crawls.hpp"
#include "tests/support/serial_crawl.hpp"
#include "tests/support/served_web.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/web_graph.hpp"
#include "tests/support/web_server.hpp"

namespace {

using crawls::ask;
using crawls::crawl;
using crawls::digest;
using crawls::quiet_crawl;
using jobs::CrawlOptions;
using jobs::CrawlResult;
using support::TemporaryFolder;
using support::WebGraph;
using support::WebServer;

WebServer serve(const WebGraph& web) {
  return WebServer([&web](const support::SeenRequest& request) { return support::answer(web, request); });
}

/// Requests for anything but robots.txt.
std::size_t pages_requested(const WebServer& server) {
  const auto requests = server.requests();
  return static_cast<std::size_t>(
      std::ranges::count_if(requests, [](const auto& request) { return request.target != "/robots.txt"; }));
}

// Promise 1.
TEST(CrawlJob, SameDigestAtAnyConcurrency) {
  const WebGraph web(11, 300);
  const WebServer server = serve(web);
  const TemporaryFolder folder;
  std::string norm;
  for (const unsigned concurrency : {1U, 4U, 16U, 64U}) {
    CrawlOptions options = quiet_crawl(server);
    options.concurrency = concurrency;
    const auto file = folder / (std::to_string(concurrency) + ".db");
    crawl(options, file);
    if (norm.empty()) norm = digest(file);
    EXPECT_EQ(digest(file), norm) << "at concurrency " << concurrency;
  }
}

// Promise 2.
TEST(CrawlJob, FetchesNoPageInVain) {
  const WebGraph web(12, 300);
  for (const std::uint64_t limit : {1U, 7U, 50U}) {
    const WebServer server = serve(web);
    const TemporaryFolder folder;
    CrawlOptions options = quiet_crawl(server);
    options.limits.max_pages = limit;
    options.concurrency = 32;
    const CrawlResult result = crawl(options, folder / "x.db");
    EXPECT_EQ(result.pages, limit);
    EXPECT_EQ(ask(folder / "x.db", "SELECT count(*) FROM pages"), static_cast<std::int64_t>(limit));
    EXPECT_EQ(pages_requested(server), support::serial_crawl(web, {{.max_pages = limit}}).requested.size());
  }
}

// Promise 6.
TEST(CrawlJob, EveryUrlHasAReason) {
  const WebGraph web(13, 200);
  const WebServer server = serve(web);
  const TemporaryFolder folder;
  crawl(quiet_crawl(server), folder / "x.db");
  const auto norm = support::serial_crawl(web, {}).requested;
  const auto requested = std::set<std::string>(norm.begin(), norm.end()).size();
  EXPECT_GE(ask(folder / "x.db", "SELECT count(*) FROM urls"), static_cast<std::int64_t>(requested));
  EXPECT_EQ(ask(folder / "x.db", "SELECT count(*) FROM urls WHERE state = 'waiting'"), 0);
  EXPECT_EQ(ask(folder / "x.db", "SELECT count(*) FROM urls WHERE state <> 'page' AND reason = ''"), 0);
  EXPECT_EQ(ask(folder / "x.db", "SELECT count(*) FROM urls WHERE found_from IS NULL"), 1);
}

TEST(CrawlJob, ARaisedLimitEndsInTheIndexOfACrawlThatHadIt) {
  const WebGraph web(15, 200);
  const WebServer server = serve(web);
  const TemporaryFolder folder;
  CrawlOptions options = quiet_crawl(server);
  for (const std::uint64_t limit : {5U, 30U, 200U}) {
    options.limits.max_pages = limit;
    crawl(options, folder / "raised.db");
  }
  crawl(options, folder / "whole.db");
  EXPECT_EQ(digest(folder / "raised.db"), digest(folder / "whole.db"));
}

TEST(CrawlJob, ASeedThatFailedIsTriedAgain) {
  const WebGraph web(17, 20);
  std::atomic<bool> is_down = true;
  const WebServer server([&](const support::SeenRequest& request) {
    return is_down ? support::raw(support::response(503, "")) : support::answer(web, request);
  });
  const TemporaryFolder folder;
  const CrawlResult first = crawl(quiet_crawl(server), folder / "x.db");
  ASSERT_EQ(first.failed_seeds.size(), 1U);
  EXPECT_NE(first.failed_seeds.front().find("503"), std::string::npos);
  is_down = false;
  const CrawlResult second = crawl(quiet_crawl(server), folder / "x.db");
  EXPECT_TRUE(second.failed_seeds.empty());
  EXPECT_GT(second.pages, 0U);
}

// The slow site's second page comes only when the fast site has been asked for all it has.
TEST(CrawlJob, ASlowSiteDelaysNoOther) {
  const WebGraph web(18, 60);
  const std::size_t whole = support::serial_crawl(web, {}).requested.size();
  std::size_t answered = 0;
  std::promise<void> fast_is_done;
  const auto fast_done = fast_is_done.get_future().share();
  const WebServer fast([&](const support::SeenRequest& request) {
    if (++answered == whole) fast_is_done.set_value();
    return support::answer(web, request);
  });
  std::atomic<bool> waited_in_vain = false;
  const WebServer slow([&](const support::SeenRequest& request) {
    const bool is_held_up =
        request.target != "/n/0" && fast_done.wait_for(std::chrono::seconds(20)) != std::future_status::ready;
    waited_in_vain = waited_in_vain || is_held_up;
    return support::answer(web, request);
  });
  const TemporaryFolder folder;
  CrawlOptions options = quiet_crawl(slow);
  options.concurrency = 2;
  options.seeds.push_back(*jobs::parse_seed(fast.url("/n/0")));
  crawl(options, folder / "x.db");
  EXPECT_FALSE(waited_in_vain);
}

TEST(CrawlJob, AGuessedSchemeFallsBackToHttp) {
  const WebGraph web(19, 20);
  const WebServer server = serve(web);
  const TemporaryFolder folder;
  CrawlOptions options = quiet_crawl(server);
  options.seeds = {*jobs::parse_seed("127.0.0.1:" + std::to_string(server.port()) + "/n/0")};
  options.network.timeout =
      std::chrono::milliseconds(500);  // the server says nothing to what it takes for half a request
  ASSERT_TRUE(options.seeds.front().is_guess);
  const CrawlResult result = crawl(options, folder / "x.db");
  EXPECT_GT(result.pages, 0U);
  EXPECT_TRUE(result.failed_seeds.empty());
}

}  // namespace
