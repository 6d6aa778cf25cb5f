#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <future>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "crawler/curl_fetcher.hpp"
#include "tests/crawler/fetching.hpp"
#include "tests/support/web_server.hpp"

namespace crawler {
namespace {

using namespace std::chrono_literals;
using support::Answer;
using support::html;
using support::raw;
using support::SeenRequest;
using support::Then;
using support::WebServer;

constexpr auto kDelay = 30ms;

/// Each answer takes a while itself.
Answer slow_page(const SeenRequest& request) {
  return {.steps = {{.bytes = html(request.target), .pause = 10ms}}};
}

std::future<Answered> begin_after(Fetcher& fetcher, const std::string& url, std::chrono::milliseconds after) {
  std::promise<Answered> promise;
  std::future<Answered> future = promise.get_future();
  fetcher.fetch({.url = parsed(url), .after = after, .is_named = true}, {},
                [promise = std::move(promise)](Answered answered) mutable { promise.set_value(std::move(answered)); });
  return future;
}

/// The site of the server's URLs.
std::string site(const WebServer& server) {
  return std::string(parsed(server.url("/")).site());
}

std::vector<std::string> targets(const WebServer& server) {
  std::vector<std::string> targets;
  for (const SeenRequest& request : server.requests()) targets.push_back(request.target);
  return targets;
}

/// Measured at the server: one request at a time, and each no sooner than `pause` after the answer before it.
void expect_pauses(const std::vector<SeenRequest>& seen, std::chrono::milliseconds pause) {
  for (std::size_t i = 1; i < seen.size(); ++i) {
    EXPECT_EQ(seen[i].concurrent, 1U) << i;
    EXPECT_GE(seen[i].started - seen[i - 1].ended, pause) << i;
  }
}

TEST(CurlFetcherPoliteness, TwoCrawlsOfAHostShareItsClock) {
  const WebServer server(slow_page);
  CurlFetcher fetcher({.politeness = {.delay = kDelay}});
  const auto crawl = [&](const std::string& name) {
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(get(fetcher, server.url("/" + name + std::to_string(i))));
  };
  std::future<void> other = std::async(std::launch::async, crawl, "other");
  crawl("one");
  other.get();
  EXPECT_EQ(server.requests().size(), 8U);
  expect_pauses(server.requests(), kDelay);
}

TEST(CurlFetcherPoliteness, EachOfTwoHostsHasAClockOfItsOwn) {
  const WebServer one(slow_page);
  const WebServer two(slow_page);
  CurlFetcher fetcher({.politeness = {.delay = kDelay}});
  std::vector<std::future<Answered>> futures;
  for (int i = 0; i < 12; ++i) futures.push_back(begin(fetcher, (i % 2 == 0 ? one : two).url("/"), i % 5 == 0));
  for (auto& future : futures) EXPECT_TRUE(end(std::move(future)));
  for (const WebServer* server : {&one, &two}) {
    EXPECT_EQ(server->requests().size(), 6U);
    expect_pauses(server->requests(), kDelay);
  }
}

TEST(CurlFetcherPoliteness, ACrawlDelayHoldsForEachRequestAfterIt) {
  const WebServer server(slow_page);
  CurlFetcher fetcher({});
  EXPECT_TRUE(get(fetcher, server.url("/robots.txt")));
  fetcher.set_crawl_delay(site(server), kDelay);
  std::vector<std::future<Answered>> futures;
  for (int i = 0; i < 5; ++i) futures.push_back(begin(fetcher, server.url("/")));
  for (auto& future : futures) EXPECT_TRUE(end(std::move(future)));
  EXPECT_EQ(server.requests().size(), 6U);
  expect_pauses(server.requests(), kDelay);
}

TEST(CurlFetcherPoliteness, ADelayedRequestLetsOthersGoAheadAndIsUrgentThen) {
  const WebServer server([](const SeenRequest&) { return raw(html("")); });
  CurlFetcher fetcher({.politeness = {.delay = kDelay}});
  const auto before = std::chrono::steady_clock::now();
  std::vector<std::future<Answered>> futures;
  futures.push_back(begin_after(fetcher, server.url("/later"), kDelay / 2));  // within the first pause
  for (const char* target : {"/a", "/b", "/c"}) futures.push_back(begin(fetcher, server.url(target)));
  for (auto& future : futures) EXPECT_TRUE(end(std::move(future)));
  const std::vector<SeenRequest> seen = server.requests();
  const auto later = std::ranges::find(seen, "/later", &SeenRequest::target);
  ASSERT_NE(later, seen.end());
  EXPECT_GE(later->started - before, kDelay / 2);
  EXPECT_NE(later, seen.end() - 1);
  expect_pauses(seen, kDelay);
}

TEST(CurlFetcherPoliteness, CancelsARequestWhoseTimeHasNotCome) {
  CurlFetcher fetcher({});
  std::stop_source stop;
  std::promise<Answered> promise;
  fetcher.fetch({.url = parsed("http://127.0.0.1:1/"), .after = 1h, .is_named = true}, stop.get_token(),
                [&promise](Answered answered) { promise.set_value(std::move(answered)); });
  stop.request_stop();
  const Answered cancelled = end(promise.get_future());
  ASSERT_FALSE(cancelled);
  EXPECT_EQ(cancelled.error().kind, base::ErrorKind::kCancelled);
}

TEST(CurlFetcherPoliteness, ABusyHostIsLeftAlone) {  // RFC 6585, 4; RFC 9110, 15.6.4
  const WebServer server([](const SeenRequest& request) {
    if (request.target == "/many") return raw(support::response(429, ""));
    if (request.target == "/busy") return raw(support::response(503, ""));
    return raw(html(""));
  });
  CurlFetcher fetcher({.politeness = {.in_flight_per_host = 1, .first_backoff = kDelay}});
  std::vector<std::future<Answered>> futures;
  for (const char* target : {"/many", "/busy", "/"}) futures.push_back(begin(fetcher, server.url(target)));
  for (auto& future : futures) EXPECT_TRUE(end(std::move(future)));
  const std::vector<SeenRequest> seen = server.requests();
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_GE(seen[1].started - seen[0].ended, kDelay);
  EXPECT_GE(seen[2].started - seen[1].ended, 2 * kDelay);
}

TEST(CurlFetcherPoliteness, GivesUpAHostThatGivesNoAnswerForAWhile) {
  const WebServer server([](const SeenRequest&) { return Answer{.steps = {}, .then = Then::kReset}; });
  const WebServer other([](const SeenRequest&) { return raw(html("")); });
  CurlFetcher fetcher({.politeness = {.in_flight_per_host = 1, .failures = 3}});
  std::vector<std::future<Answered>> futures;
  for (int i = 0; i < 6; ++i) futures.push_back(begin(fetcher, server.url("/")));
  futures.push_back(begin_after(fetcher, server.url("/"), 4s));
  std::vector<Answered> answers;
  for (auto& future : futures) answers.push_back(end(std::move(future)));
  answers.push_back(get(fetcher, server.url("/")));  // comes meanwhile
  for (std::size_t i = 0; i < answers.size(); ++i) {
    ASSERT_FALSE(answers[i]) << i;
    EXPECT_EQ(answers[i].error().kind, i < 3 ? base::ErrorKind::kRetryLater : base::ErrorKind::kGiveUpHost) << i;
  }
  EXPECT_EQ(failure(answers.back()), "host gave no answer 3 times: not asked again for a while");
  EXPECT_EQ(server.requests().size(), 3U);
  EXPECT_TRUE(get(fetcher, other.url("/")));
}

TEST(CurlFetcherPoliteness, AsksAHostAgainThatWasGivenUp) {
  const WebServer server([](const SeenRequest& request) {
    return request.target == "/dead" ? Answer{.steps = {}, .then = Then::kReset} : raw(html("alive"));
  });
  CurlFetcher fetcher({.politeness = {.failures = 1, .first_giving_up = kDelay}});
  EXPECT_FALSE(get(fetcher, server.url("/dead")));
  std::vector<std::future<Answered>> futures;
  for (int i = 0; i < 3; ++i) futures.push_back(begin_after(fetcher, server.url("/"), kDelay));
  for (auto& future : futures) EXPECT_TRUE(end(std::move(future)));
  EXPECT_EQ(targets(server), (std::vector<std::string>{"/dead", "/", "/", "/"}));
}

}  // namespace
}  // namespace crawler
