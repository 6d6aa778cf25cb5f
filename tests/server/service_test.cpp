#include "server/service.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace server {
namespace {

class ServiceTest : public testing::Test {
 protected:
  static Request request_with(Headers headers, Method method = Method::kGet, std::string path = "/") {
    Request request;
    request.method = method;
    request.path = std::move(path);
    request.headers = std::move(headers);
    return request;
  }
  std::string id_for(std::string_view given) {
    Request request = request_with({{"X-Request-Id", std::string(given)}});
    service.introduce(request, ClientAddress());
    return request.id;
  }
  Response finished(Headers asked, Response response) {
    service.finish(request_with(std::move(asked)), response);
    return response;
  }

  static Router routes() {
    Router router;
    router.add({.pattern = "/", .handler = {}});
    router.add({.pattern = "/admin", .handler = {}, .access = Access::kAdmin});
    return router;
  }
  Metrics metrics;
  base::Log log{{.least = base::LogLevel::kError}};
  Traffic traffic{metrics};
  Service service{{.token = "s3cret"}, {}, routes(), traffic, log};
};

TEST_F(ServiceTest, AnIdIsTheClientsOwnIfThatIsShortAndPlain) {
  EXPECT_EQ(id_for("a-B_3.4"), "a-B_3.4");
  EXPECT_EQ(id_for(std::string(64, 'a')), std::string(64, 'a'));
  std::set<std::string> made;
  for (const std::string& given : {std::string(), std::string(65, 'a'), std::string("a b"), std::string("\u00e9")}) {
    EXPECT_NE(id_for(given), given);
    made.insert(id_for(given));
  }
  EXPECT_EQ(made.size(), 4U);
}

// The guard stands before the routes: who may not ask does not learn what is there.
TEST_F(ServiceTest, RefusesWithTheRightStatus) {
  const auto status = [&](Headers headers, Method method, std::string path) {
    Request request = request_with(std::move(headers), method, std::move(path));
    const auto verdict = service.admit(request);
    service.done(request, {});
    const auto* refusal = std::get_if<Response>(&verdict);
    return refusal ? refusal->status : 200;
  };
  const Headers ours{{"Host", "localhost"}}, theirs{{"Host", "evil.example"}};
  EXPECT_EQ(status(ours, Method::kGet, "/"), 200);
  EXPECT_EQ(status(theirs, Method::kGet, "/"), 421);
  EXPECT_EQ(status(theirs, Method::kGet, "/nothing"), 421);
  EXPECT_EQ(status(ours, Method::kGet, "/nothing"), 404);
  EXPECT_EQ(status(ours, Method::kPost, "/"), 405);
  EXPECT_EQ(status(ours, Method::kOptions, "/"), 204);
  EXPECT_EQ(status(ours, Method::kOptions, "*"), 204);
  EXPECT_EQ(status(ours, Method::kOptions, "/nothing"), 404);
  EXPECT_EQ(status(ours, Method::kGet, "/admin"), 401);
  EXPECT_EQ(status({{"Host", "localhost"}, {"Authorization", "Bearer s3cret"}}, Method::kGet, "/admin"), 200);
}

// RFC 9110, 13.1.2
TEST_F(ServiceTest, WhatTheClientHasIsNotSentAgain) {
  const auto status = [&](std::string given) {
    const Response response =
        finished({{"If-None-Match", std::move(given)}}, {.headers = {{"ETag", "\"a\""}}, .body = "text"});
    EXPECT_EQ(std::get<std::string>(response.body).empty(), response.status == 304);
    EXPECT_EQ(response.headers.get("ETag"), "\"a\"");
    return response.status;
  };
  EXPECT_EQ(status("\"a\""), 304);
  EXPECT_EQ(status("\"b\", W/\"a\""), 304);
  EXPECT_EQ(status("*"), 304);
  EXPECT_EQ(status("\"b\""), 200);
  EXPECT_EQ(status("a"), 200);
  EXPECT_EQ(status(""), 200);
  EXPECT_EQ(finished({{"If-None-Match", "\"a\""}}, {.body = "no tag"}).status, 200);
}

TEST_F(ServiceTest, AnAssetIsSentInAFormThatTheClientTakes) {
  const auto page = asset(std::string(10'000, 'a'), "text/html");
  const Response gzip = finished({{"Accept-Encoding", "br, gzip"}}, {.body = page});
  const Response plain = finished({}, {.body = page});
  EXPECT_EQ(gzip.headers.get("Content-Encoding"), "gzip");
  EXPECT_FALSE(plain.headers.has("Content-Encoding"));
  for (const Response* response : {&gzip, &plain}) {
    EXPECT_EQ(response->headers.get("Vary"), "Accept-Encoding");
    EXPECT_EQ(response->headers.get("Content-Type"), "text/html");
    EXPECT_EQ(response->headers.get("Cache-Control"), "no-cache");
  }
  EXPECT_NE(gzip.headers.get("ETag"), plain.headers.get("ETag"));
  const std::string tag(gzip.headers.get("ETag"));
  EXPECT_EQ(finished({{"Accept-Encoding", "gzip"}, {"If-None-Match", tag}}, {.body = page}).status, 304);
  EXPECT_EQ(finished({{"If-None-Match", tag}}, {.body = page}).status, 200);
}

TEST_F(ServiceTest, MetricsNameRoutesAndNeverPaths) {
  Request request = request_with({{"Host", "localhost"}}, Method::kGet, "/secret-path");
  (void)service.admit(request);
  service.done(request, {.status = 404});
  const std::string text = metrics.text();
  EXPECT_NE(text.find("sitedex_http_requests_total{method=\"GET\",route=\"none\",status=\"4xx\"} 1"),
            std::string::npos);
  EXPECT_NE(text.find("# TYPE sitedex_http_request_duration_seconds histogram"), std::string::npos);
  EXPECT_EQ(text.find("secret-path"), std::string::npos);
}

}  // namespace
}  // namespace server
