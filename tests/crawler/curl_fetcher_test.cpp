#include "crawler/curl_fetcher.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <future>
#include <iterator>
#include <string>
#include <vector>

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

std::vector<std::string> targets(const WebServer& server) {
  std::vector<std::string> targets;
  for (const SeenRequest& request : server.requests()) targets.push_back(request.target);
  return targets;
}

/// A server that holds its answer to "/held" back until `release`, and tells when it was asked for it.
class HoldingServer {
 public:
  void wait_until_asked() { asked_.get_future().wait_for(support::kPatience); }
  void release() { released_.set_value(); }
  const WebServer& operator*() const { return server_; }
  const WebServer* operator->() const { return &server_; }

 private:
  std::promise<void> asked_;
  std::promise<void> released_;
  WebServer server_{[this](const SeenRequest& request) {
    if (request.target == "/held") {
      asked_.set_value();
      released_.get_future().wait_for(support::kPatience);
    }
    return raw(html(request.target));
  }};
};

TEST(CurlFetcher, GetsAPage) {
  const WebServer server({{"/a?b=c", raw(html("<p>hello"))}});
  CurlFetcher fetcher({});
  const auto before = std::chrono::system_clock::now();
  const Answered answered = get(fetcher, server.url("/a?b=c#part"));
  ASSERT_TRUE(answered) << failure(answered);
  EXPECT_EQ(answered->status, 200);
  EXPECT_EQ(answered->body, "<p>hello");
  EXPECT_EQ(answered->header("content-type"), "text/html");
  EXPECT_FALSE(answered->body_cut);
  EXPECT_FALSE(answered->body_left);
  EXPECT_GE(answered->started, before);
  EXPECT_EQ(targets(server), std::vector<std::string>{"/a?b=c"});
}

TEST(CurlFetcher, AStatusIsNoError) {
  const WebServer server({{"/gone", raw(support::response(410, "gone"))}});
  CurlFetcher fetcher({});
  EXPECT_EQ(get(fetcher, server.url("/gone"))->status, 410);
  EXPECT_EQ(get(fetcher, server.url("/unknown"))->status, 404);
}

TEST(CurlFetcher, SendsWhatItWasGiven) {
  const WebServer server({{"/", raw(html(""))}});
  CurlFetcher fetcher({.user_agent = "robot/1", .headers = {"Accept-Language: pt", "X-Two: 2"}});
  ASSERT_TRUE(get(fetcher, server.url("/")));
  const SeenRequest seen = server.requests().front();
  EXPECT_EQ(seen.header("user-agent"), "robot/1");
  EXPECT_EQ(seen.header("accept-language"), "pt");
  EXPECT_EQ(seen.header("x-two"), "2");
  EXPECT_EQ(seen.header("accept-encoding"), "gzip, deflate, br, zstd");
}

// RFC 9110, 13.1.2 and 13.1.3
TEST(CurlFetcher, AsksWithTheConditionsOfTheFetchAlone) {
  const WebServer server({{"/", raw(support::response(304, ""))}, {"/2", raw(html("two"))}});
  CurlFetcher fetcher({.user_agent = "test", .headers = {"X-Test: yes"}});
  const Validators validators{.etag = "\"one\"", .last_modified = "Sun, 06 Nov 1994 08:49:37 GMT"};
  EXPECT_EQ(get(fetcher, {.url = parsed(server.url("/")), .is_named = true, .validators = validators})->status, 304);
  EXPECT_EQ(get(fetcher, server.url("/2"))->status, 200);
  const auto requests = server.requests();
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_EQ(requests[0].header("if-none-match"), "\"one\"");
  EXPECT_EQ(requests[0].header("if-modified-since"), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(requests[1].header("if-none-match"), "");
  EXPECT_EQ(requests[1].header("if-modified-since"), "");
  for (const auto& request : requests) EXPECT_EQ(request.header("x-test"), "yes");
}

TEST(CurlFetcher, AsksForThePathAsTheUrlHasIt) {
  const WebServer server;
  CurlFetcher fetcher({});
  const std::string target = "/a%2F%2e%2Eb/%7Ec//d;e=[1]|x?q='%20{}/../";
  ASSERT_TRUE(get(fetcher, server.url(target)));
  const std::string path_and_query =
      std::string(parsed(server.url(target)).path()) + std::string(parsed(server.url(target)).query());
  EXPECT_EQ(targets(server), std::vector<std::string>{path_and_query});
}

TEST(CurlFetcher, DoesNotAskTheEnvironmentForAProxy) {
  const WebServer server({{"/", raw(html("direct"))}});
  setenv("http_proxy", "http://127.0.0.1:1", 1);
  CurlFetcher fetcher({});
  const Answered answered = get(fetcher, server.url("/"));
  unsetenv("http_proxy");
  ASSERT_TRUE(answered) << failure(answered);
  EXPECT_EQ(answered->body, "direct");
}

TEST(CurlFetcher, LeavesRedirectsToTheCaller) {
  const WebServer server({{"/from", raw(support::redirect("/to", 301))}});
  CurlFetcher fetcher({});
  const Answered answered = get(fetcher, server.url("/from"));
  ASSERT_TRUE(answered) << failure(answered);
  EXPECT_EQ(answered->status, 301);
  EXPECT_EQ(answered->header("location"), "/to");
  EXPECT_EQ(targets(server), std::vector<std::string>{"/from"});
}

TEST(CurlFetcher, NamesARefusedConnection) {
  std::string url;
  {
    const WebServer server;
    url = server.url("/");
  }
  CurlFetcher fetcher({});
  const Answered answered = get(fetcher, url);
  ASSERT_FALSE(answered);
  EXPECT_EQ(answered.error(), (base::Error{base::ErrorKind::kRetryLater, "connection refused"}));
}

TEST(CurlFetcher, NamesAHostThatDoesNotResolve) {
  CurlFetcher fetcher({});  // RFC 6761, 6.4: "invalid" has no hosts
  const Answered answered = get(fetcher, "http://nowhere.invalid/");
  ASSERT_FALSE(answered);
  EXPECT_EQ(answered.error(), (base::Error{base::ErrorKind::kGiveUpHost, "could not resolve the host name"}));
}

TEST(CurlFetcher, NamesAFailedHandshake) {
  const WebServer server([](const SeenRequest&) { return raw("this is no TLS\r\n\r\n", Then::kClose); });
  CurlFetcher fetcher({.first_byte_timeout = 300ms, .timeout = 300ms});
  const Answered answered = get(fetcher, "https" + server.url("/").substr(4));
  ASSERT_FALSE(answered);
  EXPECT_EQ(answered.error().kind, base::ErrorKind::kRetryLater);
}

TEST(CurlFetcher, GetsNothingButHttp) {
  CurlFetcher fetcher({});
  EXPECT_EQ(failure(get(fetcher, "file:///etc/hostname")), "not HTTP");
  EXPECT_EQ(failure(get(fetcher, "ftp://127.0.0.1/")), "not HTTP");
}

TEST(CurlFetcher, KeepsItsConnection) {
  const WebServer server({{"/", raw(html("x"))}});
  CurlFetcher fetcher({});
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(get(fetcher, server.url("/")));
  EXPECT_EQ(server.connections(), 1U);
}

TEST(CurlFetcher, AsksAgainWhereAKeptConnectionWasReset) {
  const WebServer server([](const SeenRequest& request) {
    return request.on_connection > 3 ? Answer{.steps = {}, .then = Then::kReset} : raw(html("x"));
  });
  CurlFetcher fetcher({});
  for (int i = 0; i < 10; ++i) {
    const Answered answered = get(fetcher, server.url("/"));
    ASSERT_TRUE(answered) << i << ": " << failure(answered);
  }
  EXPECT_EQ(server.connections(), 4U);
}

TEST(CurlFetcher, AnswersEachOfManyRequestsOnce) {
  const WebServer server([](const SeenRequest& request) { return raw(html(request.target)); });
  CurlFetcher fetcher({.politeness = {.in_flight_per_host = 16}});
  std::vector<std::future<Answered>> futures;
  for (int i = 0; i < 200; ++i) futures.push_back(begin(fetcher, server.url("/" + std::to_string(i))));
  for (int i = 0; i < 200; ++i) {
    const Answered answered = end(std::move(futures[static_cast<std::size_t>(i)]));
    ASSERT_TRUE(answered) << failure(answered);
    EXPECT_EQ(answered->body, "/" + std::to_string(i));
  }
  const std::vector<SeenRequest> seen = server.requests();
  EXPECT_EQ(seen.size(), 200U);
  EXPECT_LE(server.connections(), 16U);
  EXPECT_LE(std::ranges::max(seen, {}, &SeenRequest::concurrent).concurrent, 16U);
}

TEST(CurlFetcher, CountsInFlightOfAllHosts) {
  const WebServer one([](const SeenRequest&) { return raw(html("")); });
  const WebServer two([](const SeenRequest&) { return raw(html("")); });
  CurlFetcher fetcher({.politeness = {.in_flight = 1}});
  std::vector<std::future<Answered>> futures;
  for (int i = 0; i < 20; ++i) futures.push_back(begin(fetcher, (i % 2 == 0 ? one : two).url("/")));
  for (auto& future : futures) ASSERT_TRUE(end(std::move(future)));
  std::vector<SeenRequest> seen = one.requests();
  std::ranges::copy(two.requests(), std::back_inserter(seen));
  std::ranges::sort(seen, {}, &SeenRequest::started);
  for (std::size_t i = 1; i < seen.size(); ++i) EXPECT_GE(seen[i].started, seen[i - 1].ended);
}

TEST(CurlFetcher, StartsRequestsInTheOrderOfTheirComing) {
  const WebServer server([](const SeenRequest&) { return raw(html("")); });
  CurlFetcher fetcher({.politeness = {.in_flight_per_host = 1}});
  std::vector<std::future<Answered>> futures;
  std::vector<std::string> order;
  for (int i = 0; i < 50; ++i) {
    order.push_back("/" + std::to_string(i));
    futures.push_back(begin(fetcher, server.url(order.back())));
  }
  for (auto& future : futures) ASSERT_TRUE(end(std::move(future)));
  EXPECT_EQ(targets(server), order);
}

TEST(CurlFetcher, StartsUrgentRequestsFirst) {
  HoldingServer server;
  CurlFetcher fetcher({.politeness = {.in_flight_per_host = 1}});
  std::vector<std::future<Answered>> futures;
  futures.push_back(begin(fetcher, server->url("/held")));
  server.wait_until_asked();
  for (const char* target : {"/a", "/b"}) futures.push_back(begin(fetcher, server->url(target)));
  for (const char* target : {"/urgent", "/urgent too"}) futures.push_back(begin(fetcher, server->url(target), true));
  server.release();
  for (auto& future : futures) ASSERT_TRUE(end(std::move(future)));
  EXPECT_EQ(targets(*server), (std::vector<std::string>{"/held", "/urgent", "/urgent%20too", "/a", "/b"}));
}

TEST(CurlFetcher, MayBeAskedFromWithinDone) {
  const WebServer server([](const SeenRequest&) { return raw(html("")); });
  std::promise<void> finished;
  std::atomic<int> left = 10;
  CurlFetcher fetcher({});
  std::function<void()> next = [&] {
    fetcher.fetch({.url = parsed(server.url("/")), .is_named = true}, {}, [&](const Answered&) {
      if (--left == 0) {
        finished.set_value();
      } else {
        next();
      }
    });
  };
  next();
  EXPECT_EQ(finished.get_future().wait_for(support::kPatience), std::future_status::ready);
}

TEST(CurlFetcher, CancelsAWaitingRequest) {
  HoldingServer server;
  CurlFetcher fetcher({.politeness = {.in_flight_per_host = 1}});
  std::future<Answered> held = begin(fetcher, server->url("/held"));
  server.wait_until_asked();
  std::stop_source stop;
  std::future<Answered> waiting = begin(fetcher, server->url("/waiting"), false, stop.get_token());
  std::future<Answered> after = begin(fetcher, server->url("/after"));
  stop.request_stop();
  const Answered cancelled = end(std::move(waiting));  // while the other is still held
  ASSERT_FALSE(cancelled);
  EXPECT_EQ(cancelled.error().kind, base::ErrorKind::kCancelled);
  server.release();
  EXPECT_TRUE(end(std::move(held)));
  EXPECT_TRUE(end(std::move(after)));
  EXPECT_EQ(targets(*server), (std::vector<std::string>{"/held", "/after"}));
}

TEST(CurlFetcher, CancelsARunningRequest) {
  HoldingServer server;
  CurlFetcher fetcher({});
  std::stop_source stop;
  std::future<Answered> running = begin(fetcher, server->url("/held"), false, stop.get_token());
  server.wait_until_asked();
  stop.request_stop();
  const Answered cancelled = end(std::move(running));
  ASSERT_FALSE(cancelled);
  EXPECT_EQ(cancelled.error().kind, base::ErrorKind::kCancelled);
  server.release();
  EXPECT_TRUE(get(fetcher, server->url("/next")));
}

TEST(CurlFetcher, CancelsARequestThatWasStoppedBeforeItCame) {
  const WebServer server([](const SeenRequest&) { return raw(html("")); });
  CurlFetcher fetcher({});
  std::stop_source stop;
  stop.request_stop();
  const Answered cancelled = end(begin(fetcher, server.url("/"), false, stop.get_token()));
  ASSERT_FALSE(cancelled);
  EXPECT_EQ(cancelled.error().kind, base::ErrorKind::kCancelled);
  EXPECT_TRUE(server.requests().empty());
}

TEST(CurlFetcher, CancelsEverythingWhenDestroyed) {
  const WebServer server([](const SeenRequest&) { return Answer{.steps = {}, .then = Then::kHang}; });
  std::vector<std::future<Answered>> futures;
  {
    CurlFetcher fetcher({.politeness = {.in_flight_per_host = 4}});
    for (int i = 0; i < 50; ++i) futures.push_back(begin(fetcher, server.url("/")));
  }
  for (auto& future : futures) {
    ASSERT_EQ(future.wait_for(0s), std::future_status::ready);
    const Answered cancelled = future.get();
    ASSERT_FALSE(cancelled);
    EXPECT_EQ(cancelled.error().kind, base::ErrorKind::kCancelled);
  }
}

TEST(CurlFetcher, KeepsTheDelayBetweenAnAnswersEndAndTheNextRequest) {
  constexpr auto kDelay = 40ms;
  const WebServer server([](const SeenRequest& request) {  // each answer takes a while itself
    return Answer{.steps = {{.bytes = html(request.target), .pause = 15ms}}};
  });
  CurlFetcher fetcher({.politeness = {.delay = kDelay}});
  std::vector<std::future<Answered>> futures;
  for (int i = 0; i < 6; ++i) futures.push_back(begin(fetcher, server.url("/"), i == 3));
  for (auto& future : futures) ASSERT_TRUE(end(std::move(future)));
  const std::vector<SeenRequest> seen = server.requests();
  ASSERT_EQ(seen.size(), 6U);
  for (std::size_t i = 1; i < seen.size(); ++i) EXPECT_GE(seen[i].started - seen[i - 1].ended, kDelay);
  for (const SeenRequest& request : seen) EXPECT_EQ(request.concurrent, 1U);
}

TEST(CurlFetcher, DelaysEachHostByItself) {
  const WebServer server([](const SeenRequest&) { return raw(html("")); });
  const WebServer other([](const SeenRequest&) { return raw(html("")); });
  CurlFetcher fetcher({.politeness = {.delay = 1h}});
  ASSERT_TRUE(get(fetcher, server.url("/")));
  ASSERT_TRUE(get(fetcher, other.url("/")));
}

TEST(CurlFetcher, DoesNotReadABodyThatIsNotWanted) {
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: 1000000000000\r\n\r\n";
  const WebServer server(
      {{"/film", {.steps = {{.bytes = head}, {.bytes = std::string(65536, 'x'), .times = support::kForever}}}},
       {"/page", raw(html("<p>"))}});
  CurlFetcher fetcher({});
  const Answered answered = get(fetcher, server.url("/film"));
  ASSERT_TRUE(answered) << failure(answered);
  EXPECT_EQ(answered->status, 200);
  EXPECT_TRUE(answered->body_left);
  EXPECT_EQ(answered->body, "");
  EXPECT_EQ(get(fetcher, server.url("/page"))->body, "<p>");
}

TEST(CurlFetcher, ReadsAnyTypeWhereTheFetchSaysSo) {
  const WebServer server({{"/robots.txt", raw(support::response(200, "Allow: /", {{"Content-Type", "text/plain"}}))}});
  CurlFetcher fetcher({});
  const Url url = parsed(server.url("/robots.txt"));
  EXPECT_TRUE(get(fetcher, {.url = url, .is_named = true})->body_left);
  EXPECT_EQ(get(fetcher, {.url = url, .is_named = true, .any_type = true})->body, "Allow: /");
  EXPECT_TRUE(get(fetcher, {.url = url, .is_named = true})->body_left);
}

TEST(CurlFetcher, CutsTheBodyWhereTheFetchSaysSo) {
  const WebServer server({{"/", raw(html("0123456789"))}});
  CurlFetcher fetcher({.receive = {.max_body_bytes = 8}});
  const Url url = parsed(server.url("/"));
  EXPECT_EQ(get(fetcher, {.url = url, .is_named = true, .max_body_bytes = 3})->body, "012");
  EXPECT_EQ(get(fetcher, {.url = url, .is_named = true, .max_body_bytes = 20})->body, "0123456789");
  EXPECT_EQ(get(fetcher, {.url = url, .is_named = true})->body, "01234567");
}

TEST(CurlFetcher, AnAuthorizationDoesNotFollowARedirectElsewhere) {
  const WebServer other({{"/", raw(html(""))}});
  const WebServer server({{"/", raw(support::redirect(other.url("/")))}});
  CurlFetcher fetcher({.authorization = {{server.url(""), "Bearer secret"}}});
  const Answered answered = get(fetcher, server.url("/"));
  ASSERT_TRUE(answered) << failure(answered);
  ASSERT_TRUE(get(fetcher, std::string(answered->header("location"))));
  EXPECT_EQ(server.requests().front().header("authorization"), "Bearer secret");
  EXPECT_EQ(other.requests().front().header("authorization"), "");
}

TEST(CurlFetcher, AMalformedResolveEntryIsForTheUserToMend) {
  CurlFetcher fetcher({.resolve = {"nonsense"}});
  const Answered answered = get(fetcher, "http://site.invalid/");
  ASSERT_FALSE(answered);
  EXPECT_EQ(answered.error().kind, base::ErrorKind::kTellUser) << answered.error().what;
}

TEST(CurlFetcher, KeepsTheConnectionOfASmallBodyThatIsNotWanted) {
  const WebServer server(
      {{"/icon", raw(support::response(200, std::string(16'000, 'x'), {{"Content-Type", "image/png"}}))}});
  CurlFetcher fetcher({});
  for (int i = 0; i < 5; ++i) {
    const Answered answered = get(fetcher, server.url("/icon"));
    ASSERT_TRUE(answered) << failure(answered);
    EXPECT_TRUE(answered->body_left);
    EXPECT_EQ(answered->body, "");
  }
  EXPECT_EQ(server.connections(), 1U);
}

}  // namespace
}  // namespace crawler
