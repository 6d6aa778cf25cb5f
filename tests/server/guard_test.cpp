#include "server/guard.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

namespace server {
namespace {

Request request_with(Headers headers, Method method = Method::kGet) {
  Request request;
  request.method = method;
  request.headers = std::move(headers);
  return request;
}

int source_status(const Guard& guard, Headers headers, Method method = Method::kGet) {
  const auto refusal = guard.check_source(request_with(std::move(headers), method));
  return refusal ? refusal->response.status : 200;
}

// A page whose name was bound to our address would read us through its reader's browser.
TEST(Guard, AnswersByItsNamesOnly) {
  const Guard guard({.hosts = {"Search.Example.Org"}});
  for (const std::string_view host : {"localhost", "LOCALHOST:8080", "x.localhost", "127.0.0.1", "[::1]:8080",
                                      "10.1.2.3:80", "search.example.org", "SEARCH.example.org.:443"}) {
    EXPECT_EQ(source_status(guard, {{"Host", std::string(host)}}), 200) << host;
  }
  for (const std::string_view host :
       {"", "evil.example", "search.example.org.evil.example", "xlocalhost", "127.0.0.1.evil.example", "[::1", "[",
        "[]", "[::1].evil.example", "localhost:80.evil.example", ":80"}) {
    EXPECT_EQ(source_status(guard, {{"Host", std::string(host)}}), 421) << host;
  }
}

TEST(Guard, RefusesWhatPagesOfOtherSitesWouldChange) {
  const Guard guard({.origins = {"https://docs.example"}});
  const auto status = [&](Method method, std::string_view origin, std::string_view site) {
    Headers headers{{"Host", "localhost:80"}};
    if (!origin.empty()) headers.add("Origin", origin);
    if (!site.empty()) headers.add("Sec-Fetch-Site", site);
    return source_status(guard, headers, method);
  };
  for (const Method method : {Method::kPost, Method::kPut, Method::kPatch, Method::kDelete}) {
    EXPECT_EQ(status(method, "", ""), 200);  // no browser
    EXPECT_EQ(status(method, "", "same-origin"), 200);
    EXPECT_EQ(status(method, "", "none"), 200);  // the reader's own doing
    EXPECT_EQ(status(method, "http://localhost:80", "same-origin"), 200);
    EXPECT_EQ(status(method, "https://localhost:80", ""), 200);  // behind a proxy that speaks TLS
    EXPECT_EQ(status(method, "https://docs.example", "cross-site"), 200);
    EXPECT_EQ(status(method, "", "cross-site"), 403);
    EXPECT_EQ(status(method, "", "same-site"), 403);
    EXPECT_EQ(status(method, "null", ""), 403);
    EXPECT_EQ(status(method, "http://localhost:8080", ""), 403);
    EXPECT_EQ(status(method, "https://docs.example.evil.example", ""), 403);
  }
  EXPECT_EQ(status(Method::kGet, "https://evil.example", "cross-site"), 200);
}

TEST(Guard, WantsTheTokenForTheAdminsRoutes) {
  const Guard guard({.token = "s3cret"});
  const auto is_let_in = [&](std::string_view authorization) {
    return !guard.check_access(request_with({{"Authorization", std::string(authorization)}}), Access::kAdmin);
  };
  EXPECT_TRUE(is_let_in("Bearer s3cret"));
  EXPECT_TRUE(is_let_in("bearer s3cret"));
  for (const std::string_view wrong :
       {"", "Bearer", "Bearer ", "s3cret", "Bearer s3cre", "Bearer s3crets", "Basic s3cret"}) {
    EXPECT_FALSE(is_let_in(wrong)) << wrong;
  }
  EXPECT_FALSE(guard.check_access(request_with({}), Access::kAnyone));
  const auto refusal = guard.check_access(request_with({}), Access::kAdmin);
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->response.status, 401);
  EXPECT_EQ(refusal->response.headers.get("WWW-Authenticate"), "Bearer");
  EXPECT_FALSE(Guard({}).check_access(request_with({}), Access::kAdmin));
}

TEST(Guard, BelievesTrustedProxiesOfWhomTheyAskFor) {
  const Guard guard({.proxies = {*Network::parse("10.0.0.0/8")}});
  const auto client = [&](std::string_view peer, const Headers& headers) {
    return guard.client_of(*ClientAddress::parse(peer), headers).text();
  };
  EXPECT_EQ(client("192.0.2.1", {{"X-Forwarded-For", "192.0.2.9"}}), "192.0.2.1");
  EXPECT_EQ(client("10.0.0.1", {{"X-Forwarded-For", "192.0.2.9"}}), "192.0.2.9");
  EXPECT_EQ(client("10.0.0.1", {{"X-Forwarded-For", "6.6.6.6, 192.0.2.9, 10.0.0.2"}}), "192.0.2.9");
  EXPECT_EQ(client("10.0.0.1", {{"X-Forwarded-For", "6.6.6.6"}, {"x-forwarded-for", "192.0.2.9"}}), "192.0.2.9");
  EXPECT_EQ(client("10.0.0.1", {{"X-Forwarded-For", "6.6.6.6, nonsense"}}), "10.0.0.1");
  EXPECT_EQ(client("10.0.0.1", {{"X-Forwarded-For", "10.0.0.3"}}), "10.0.0.3");
  EXPECT_EQ(client("10.0.0.1", {}), "10.0.0.1");
}

TEST(Guard, ProtectsEachAnswerButLeavesItsOwnHeaders) {
  Response response{.headers = {{"Cross-Origin-Resource-Policy", "cross-origin"}}, .body = {}};
  Guard({}).protect(request_with({{"Origin", "https://docs.example"}}), response);
  const std::string_view policy = response.headers.get("Content-Security-Policy");
  EXPECT_NE(policy.find("default-src 'none'"), std::string::npos);
  EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
  EXPECT_EQ(response.headers.get("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(response.headers.get("Referrer-Policy"), "no-referrer");
  EXPECT_EQ(response.headers.get("X-Frame-Options"), "DENY");
  EXPECT_EQ(response.headers.get("Cross-Origin-Resource-Policy"), "cross-origin");
  EXPECT_FALSE(response.headers.has("Access-Control-Allow-Origin"));
  EXPECT_FALSE(response.headers.has("Vary"));
}

TEST(Guard, LetsPagesOfAllowedOriginsRead) {
  const Guard guard({.origins = {"https://docs.example"}});
  for (const auto& [origin, allowed] : {std::pair("https://docs.example", "https://docs.example"),
                                        std::pair("https://evil.example", ""), std::pair("null", "")}) {
    Response response;
    guard.protect(request_with({{"Origin", origin}}), response);
    EXPECT_EQ(response.headers.get("Access-Control-Allow-Origin"), allowed);
    EXPECT_FALSE(response.headers.has("Access-Control-Allow-Credentials"));
    EXPECT_EQ(response.headers.get("Vary"), "Origin");
  }
}

}  // namespace
}  // namespace server
