#include "crawler/cookie_jars.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "tests/crawler/fetching.hpp"
#include "tests/support/web_server.hpp"

namespace crawler {
namespace {

using support::html;
using support::raw;
using support::SeenRequest;
using support::WebServer;

support::Answer setting(const std::vector<std::string>& cookies) {
  support::Headers headers{{"Content-Type", "text/html"}};
  for (const std::string& cookie : cookies) headers.emplace_back("Set-Cookie", cookie);
  return raw(support::response(200, "", headers));
}

/// A server under many names, and a fetcher that knows them.
class CookiesOfAFetcher : public testing::Test {
 protected:
  CookiesOfAFetcher() : fetcher_(options(server_)) {}

  /// What the host was sent as `Cookie`.
  std::string ask(const std::string& host, const std::string& target, std::uint64_t session) {
    const std::string url = "http://" + host + ":" + std::to_string(server_.port()) + target;
    const Answered answered = get(fetcher_, {.url = parsed(url), .session = session, .is_named = true});
    EXPECT_TRUE(answered) << failure(answered);
    return std::string(server_.requests().back().header("cookie"));
  }

 private:
  static CurlFetcherOptions options(const WebServer& server) {
    CurlFetcherOptions options;
    for (const char* host : {"a.site.test", "b.site.test", "other.test", "a.co.uk", "b.co.uk"}) {
      options.resolve.push_back(std::string(host) + ":" + std::to_string(server.port()) + ":127.0.0.1");
    }
    return options;
  }

  WebServer server_{{{"/set", setting({"a=1", "b=2; Path=/deep"})},
                     {"/site", setting({"wide=1; Domain=site.test"})},
                     {"/foreign", setting({"bad=1; Domain=other.test"})},
                     {"/suffix", setting({"bad=1; Domain=co.uk"})},
                     {"/secure", setting({"secret=1; Secure"})},
                     {"/forget", setting({"a=; Max-Age=0"})},
                     {"/large", setting({"large=" + std::string(5'000, 'x')})},
                     {"/", raw(html(""))},
                     {"/deep/", raw(html(""))}}};
  CurlFetcher fetcher_;
};

TEST_F(CookiesOfAFetcher, AreSharedByTheRequestsOfASession) {  // RFC 6265, 5.4
  EXPECT_EQ(ask("a.site.test", "/set", 1), "");
  EXPECT_EQ(ask("a.site.test", "/", 1), "a=1");
  EXPECT_EQ(ask("a.site.test", "/deep/", 1), "b=2; a=1");
  ask("a.site.test", "/forget", 1);
  EXPECT_EQ(ask("a.site.test", "/", 1), "");
}

TEST_F(CookiesOfAFetcher, AreOfOneSessionOnly) {
  ask("a.site.test", "/set", 1);
  EXPECT_EQ(ask("a.site.test", "/", 2), "");
  EXPECT_EQ(ask("a.site.test", "/", 0), "");
  EXPECT_EQ(ask("a.site.test", "/", 1), "a=1");
}

TEST_F(CookiesOfAFetcher, AreNotKeptWithoutASession) {
  ask("a.site.test", "/set", 0);
  EXPECT_EQ(ask("a.site.test", "/", 0), "");
}

TEST_F(CookiesOfAFetcher, GoToTheHostThatSetThem) {  // RFC 6265, 5.3, 6
  ask("a.site.test", "/set", 1);
  EXPECT_EQ(ask("b.site.test", "/", 1), "");
  EXPECT_EQ(ask("other.test", "/", 1), "");
}

TEST_F(CookiesOfAFetcher, GoToADomainThatTheHostBelongsToAndToNoOther) {
  ask("a.site.test", "/site", 1);
  ask("a.site.test", "/foreign", 1);
  EXPECT_EQ(ask("b.site.test", "/", 1), "wide=1");
  EXPECT_EQ(ask("other.test", "/", 1), "");
}

TEST_F(CookiesOfAFetcher, AreNotForAPublicSuffix) {  // RFC 6265, 5.3, 5
  ask("a.co.uk", "/suffix", 1);
  EXPECT_EQ(ask("b.co.uk", "/", 1), "");
}

TEST_F(CookiesOfAFetcher, ThatAreSecureAreNotTakenWithoutTls) {
  ask("a.site.test", "/secure", 1);
  EXPECT_EQ(ask("a.site.test", "/", 1), "");
}

TEST_F(CookiesOfAFetcher, AreOfFourKibibytesAtMost) {
  ask("a.site.test", "/large", 1);
  EXPECT_EQ(ask("a.site.test", "/", 1), "");
}

std::size_t count_cookies(std::string_view header) {
  return header.empty() ? 0 : static_cast<std::size_t>(std::ranges::count(header, ';')) + 1;
}

/// How many cookies each of many requests of a session came with, where the answer to each sets as many as libcurl
/// takes from one; their names are new ones, or the same again.
std::vector<std::size_t> counts_where_a_site_sets(bool new_names) {
  constexpr std::size_t kAtOnce = 50;
  constexpr std::size_t kRequests = 3 * CookieJar::kMaxCookies / kAtOnce;
  std::size_t serial = 0;
  const WebServer server([&](const SeenRequest&) {
    std::vector<std::string> cookies;
    for (std::size_t i = 0; i < kAtOnce; ++i) cookies.push_back(std::to_string(new_names ? serial++ : i) + "=x");
    return setting(cookies);
  });
  CurlFetcher fetcher({});
  for (std::size_t i = 0; i < kRequests; ++i) {
    EXPECT_TRUE(get(fetcher, {.url = parsed(server.url("/")), .session = 1, .is_named = true}));
  }
  std::vector<std::size_t> counts;
  for (const SeenRequest& request : server.requests()) counts.push_back(count_cookies(request.header("cookie")));
  return counts;
}

TEST(CookieJar, ForgetsAllWhereASiteSetsVeryMany) {
  const std::vector<std::size_t> counts = counts_where_a_site_sets(true);
  const auto most = std::ranges::max_element(counts);
  EXPECT_GT(*most, 100U);
  EXPECT_LE(*std::min_element(most, counts.end()), 50U);
}

TEST(CookieJar, ForgetsNothingWhereASiteSetsTheSameAgainAndAgain) {
  const std::vector<std::size_t> counts = counts_where_a_site_sets(false);
  for (std::size_t i = 1; i < counts.size(); ++i) EXPECT_EQ(counts[i], 50U) << i;
}

TEST(CookieJars, KeepTheJarsLastUsed) {
  CookieJars jars;
  EXPECT_EQ(jars.of(0), nullptr);
  const auto first = jars.of(1);
  const auto second = jars.of(2);
  for (std::uint64_t session = 3; session <= CookieJars::kMaxJars; ++session) jars.of(session);
  EXPECT_EQ(jars.of(1), first);
  jars.of(CookieJars::kMaxJars + 1);
  EXPECT_EQ(jars.of(1), first);
  EXPECT_NE(jars.of(2), second);
}

}  // namespace
}  // namespace crawler
