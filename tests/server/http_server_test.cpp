#include "server/http_server.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "tests/server/loopback.hpp"

namespace server {
namespace {

Response echo(const Request& request) {
  return {.body = std::string(name_of(request.method)) + " " + request.path + " " + request.body};
}

Router echoes() {
  Router router;
  router.add({.pattern = "/", .handler = echo, .runs = Runs::kHere});
  router.add({.method = Method::kPost, .pattern = "/", .handler = echo, .runs = Runs::kOnWorkers});
  router.add({.pattern = "/worker", .handler = echo, .runs = Runs::kOnWorkers});
  router.add({.pattern = "/fails", .handler = [](const Request&) -> Response { throw std::runtime_error("secret"); }});
  return router;
}

TEST(HttpServer, AnswersManyRequestsOfOneConnection) {
  const Served served(echoes());
  Client client(served.port());
  for (const std::string_view target : {"/", "/worker", "/", "/worker"}) {
    client.get(target);
    const Reply reply = client.receive();
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, "GET " + std::string(target) + " ");
  }
  EXPECT_EQ(served.metric("sitedex_http_connections_total"), 1);
  served.wait_for_metric("sitedex_http_requests_total{method=\"GET\",route=\"/worker\",status=\"2xx\"}", 2);
}

TEST(HttpServer, AnswersPipelinedRequestsInTheirOrder) {
  const Served served(echoes());
  Client client(served.port());
  std::string requests;
  for (int i = 0; i < 50; ++i) {
    requests += i % 2 == 0 ? "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
                           : "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc";
  }
  client.send(requests);
  for (int i = 0; i < 50; ++i) EXPECT_EQ(client.receive().body, i % 2 == 0 ? "GET / " : "POST / abc");
}

TEST(HttpServer, AnswersARequestThatComesByteByByte) {
  const Served served(echoes());
  Client client(served.port());
  for (const char c : std::string_view("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc")) {
    client.send(std::string(1, c));
  }
  EXPECT_EQ(client.receive().body, "POST / abc");
}

// RFC 9110, 9.3.2
TEST(HttpServer, AnswersHeadAsGetWithoutTheBody) {
  const Served served(echoes());
  Client client(served.port());
  client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const Reply head = client.receive(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.headers.get("Content-Length"), "7");
  client.get("/");
  EXPECT_EQ(client.receive().body, "GET / ");
}

TEST(HttpServer, ClosesWhenTheClientWantsThat) {
  const Served served(echoes());
  Client client(served.port());
  client.get("/", "Connection: close\r\n");
  const Reply reply = client.receive();
  EXPECT_EQ(reply.headers.get("Connection"), "close");
  EXPECT_TRUE(client.sees_end());
}

TEST(HttpServer, ClosesAfterARequestOfHttp10) {
  const Served served(echoes());
  Client client(served.port());
  client.send("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(client.receive().status, 200);
  EXPECT_TRUE(client.sees_end());
}

// RFC 9112, 7.1
TEST(HttpServer, DecodesAChunkedBody) {
  const Served served(echoes());
  Client client(served.port());
  client.send("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
  client.send("3;name=\"value\"\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n");
  EXPECT_EQ(client.receive().body, "POST / abc0123456789");
  client.get("/");
  EXPECT_EQ(client.receive().body, "GET / ");
}

// RFC 9110, 10.1.1
TEST(HttpServer, AsksForABodyThatWaitsToBeAskedFor) {
  const Served served(echoes());
  Client client(served.port());
  client.send("POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  EXPECT_EQ(client.receive().status, 100);
  client.send("abc");
  EXPECT_EQ(client.receive().body, "POST / abc");
}

TEST(HttpServer, DoesNotAskForABodyThatItRefuses) {
  const Served served(echoes());
  Client client(served.port());
  client.send("POST /nothing HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  const Reply reply = client.receive();
  EXPECT_EQ(reply.status, 404);
  EXPECT_EQ(reply.headers.get("Connection"), "close");
}

// RFC 9112, 3.2.2
TEST(HttpServer, TakesAWholeUrlAsTarget) {
  const Served served(echoes());
  Client client(served.port());
  client.send("GET http://localhost:80/worker?q=1 HTTP/1.1\r\nHost: other.example\r\n\r\n");
  EXPECT_EQ(client.receive().body, "GET /worker ");
  client.send("GET http://other.example/worker HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(client.receive().status, 421);
}

TEST(HttpServer, AHandlerThatThrowsIsA500WithoutItsReason) {
  const Served served(echoes());
  const Reply reply = served.get("/fails");
  EXPECT_EQ(reply.status, 500);
  EXPECT_EQ(nlohmann::json::parse(reply.body)["code"], "internal_error");
  EXPECT_EQ(reply.body.find("secret"), std::string::npos);
}

TEST(HttpServer, EveryAnswerIsGuardedDatedAndHasAnId) {
  const Served served(echoes());
  Client client(served.port());
  for (const std::string_view request :
       {"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", "bad\r\n\r\n"}) {
    client.send(request);
    const Reply reply = client.receive();
    for (const std::string_view name : {"Date", "X-Request-Id", "X-Content-Type-Options", "Content-Security-Policy"}) {
      EXPECT_EQ(reply.headers.count(name), 1U) << request << name;
    }
  }
}

TEST(HttpServer, RefusesLargeHeadersAndBodies) {
  HttpServer::Options options;
  options.limits = {.header_bytes = 1'000, .body_bytes = 100};
  const Served served(echoes(), options);
  const std::string post = "POST / HTTP/1.1\r\nHost: localhost\r\n", a(200, 'a');
  const std::vector<std::pair<std::string, int>> cases{
      {post + "X: " + std::string(990, 'a') + "\r\n\r\n", 431},
      {post + "X: " + std::string(100'000, 'a') + "\r\n\r\n", 431},
      {"GET /" + std::string(1'000, 'a') + " HTTP/1.1\r\nHost: localhost\r\n\r\n", 431},
      {post + "Content-Length: 200\r\n\r\n" + a, 413},
      {post + "Content-Length: 101\r\n\r\n", 413},
      {post + "Content-Length: 100\r\n\r\n" + a.substr(0, 100), 200},
      {post + "Transfer-Encoding: chunked\r\n\r\n65\r\n", 413},
      {post + "Transfer-Encoding: chunked\r\n\r\n40\r\n" + a.substr(0, 64) + "\r\n40\r\n", 413},
      {post + "Transfer-Encoding: chunked\r\n\r\n1;" + std::string(100'000, 'a') + "\r\n", 431},
      {post + "Transfer-Encoding: chunked\r\n\r\n0\r\nT: " + std::string(100'000, 'a') + "\r\n", 431},
  };
  for (const auto& [bytes, status] : cases) {
    Client client(served.port());
    client.send(bytes);
    const Reply reply = client.receive();
    EXPECT_EQ(reply.status, status) << bytes.substr(0, 150);
    EXPECT_EQ(reply.headers.get("Connection"), status == 200 ? "" : "close") << bytes.substr(0, 150);
  }
}

// What one reader of a connection could take for one request, and another for two (RFC 9112, 11.2), and what is no
// HTTP.
TEST(HttpServer, RefusesWhatIsMalformedAndClosesTheConnection) {
  const Served served(echoes());
  const std::string post = "POST / HTTP/1.1\r\nHost: localhost\r\n", get = "GET / HTTP/1.1\r\nHost: localhost\r\n";
  const std::vector<std::pair<std::string, int>> cases{
      {post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", 400},
      {post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400},
      {post + "Content-Length: 3, 4\r\n\r\nabcd", 400},
      {post + "Content-Length: +3\r\n\r\nabc", 400},
      {post + "Content-Length: -3\r\n\r\nabc", 400},
      {post + "Content-Length: 0x3\r\n\r\nabc", 400},
      {post + "Content-Length: \r\n\r\nabc", 400},
      {post + "Content-Length: 99999999999999999999\r\n\r\nabc", 400},
      {post + "Content-Length : 3\r\n\r\nabc", 400},
      {post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501},
      {post + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", 501},
      {post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501},
      {post + "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 501},
      {post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"POST / HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {post + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n\r\n", 400},
      {post + "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n", 400},
      {post + "Transfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n", 400},
      {post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n", 400},
      {post + "Transfer-Encoding: chunked\r\n\r\n3\nabc\n0\n\n", 400},
      {post + "Transfer-Encoding: chunked\r\n\r\n11111111111111111\r\n", 400},
      {get + "Host: localhost\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n\r\n", 400},
      {get + "Name\r\n\r\n", 400},
      {get + "Na me: x\r\n\r\n", 400},
      {get + ": x\r\n\r\n", 400},
      {get + std::string("X: a\0b\r\n\r\n", 10), 400},
      {"GET / HTTP/1.1\nHost: localhost\n\n", 505},
      {"GET  / HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"GET / \r\nHost: localhost\r\n\r\n", 505},
      {"GET nothing HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"GET ftp://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
      {"GET / HTTP/2.0\r\nHost: localhost\r\n\r\n", 505},
      {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n", 501},
      {"CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n", 501},
      {get + "Expect: wonders\r\n\r\n", 417},
      {"\x16\x03\x01\x02\x01\x01\xfc\x03\x03\r\n\r\n", 400},
  };
  for (const auto& [bytes, status] : cases) {
    Client client(served.port());
    client.send(bytes + get + "\r\n");
    const Reply reply = client.receive();
    EXPECT_EQ(reply.status, status) << bytes;
    EXPECT_EQ(reply.headers.get("Connection"), "close") << bytes;
    EXPECT_TRUE(client.sees_end()) << bytes;
  }
}

// RFC 9112, 5.2: a server may take a folded line for one with spaces.
TEST(HttpServer, AFoldedHeaderIsOneLine) {
  const Served served(one_route("/", [](const Request& request) -> Response {
    return {.body = std::string(request.headers.get("X")) + "|" + std::string(request.headers.get("Content-Length"))};
  }));
  EXPECT_EQ(served.get("/", "X: a\r\n Content-Length: 5\r\n").body, "a Content-Length: 5|");
}

TEST(HttpServer, AClientThatLeavesInTheMiddleIsNoFailure) {
  const Served served(echoes());
  for (const std::string_view part :
       {"", "GET / HT", "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\na"}) {
    Client client(served.port());
    client.send(part);
    client.close();
    Client other(served.port());
    other.send(part);
    other.reset();
  }
  served.wait_for_metric("sitedex_http_connections_total", 6);
  served.wait_for_metric("sitedex_http_connections", 0);
  EXPECT_EQ(served.get("/").status, 200);
}

TEST(HttpServer, SaysWhyItCannotListen) {
  const Served served(echoes());
  Metrics metrics;
  const base::Log log({});
  const auto second = HttpServer::start({.port = served.port()}, echoes(), metrics, log);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, base::ErrorKind::kTellUser);
  EXPECT_NE(second.error().what.find(std::to_string(served.port())), std::string::npos);
  EXPECT_FALSE(HttpServer::start({.address = "localhost"}, echoes(), metrics, log));
}

TEST(HttpServer, DoesNotLendTheAdminsRoutesToOthersWithoutAToken) {
  Router router;
  router.add({.pattern = "/admin", .handler = text("admin"), .runs = Runs::kHere, .access = Access::kAdmin});
  Metrics metrics;
  const base::Log log({});
  for (const std::string_view address : {"0.0.0.0", "::"}) {
    EXPECT_FALSE(HttpServer::start({.address = std::string(address)}, router, metrics, log));
    EXPECT_TRUE(HttpServer::start({.address = std::string(address), .guard = {.token = "t"}}, router, metrics, log));
  }
  EXPECT_TRUE(HttpServer::start({.address = "127.0.0.1"}, router, metrics, log));
}

TEST(HttpServer, LimitsTheRateOfEachClient) {
  HttpServer::Options options;
  options.clients = {.requests_per_second = 0.001, .burst = 3};
  options.guard.proxies = {*Network::parse("127.0.0.0/8")};
  const Served served(echoes(), options);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(served.get("/").status, 200);
  const Reply reply = served.get("/");
  EXPECT_EQ(reply.status, 429);
  EXPECT_EQ(reply.headers.get("Retry-After"), "1000");
  EXPECT_EQ(served.get("/", "X-Forwarded-For: 192.0.2.1\r\n").status, 200);
  EXPECT_EQ(served.metric("sitedex_http_refused_total{reason=\"rate\"}"), 1);
}

TEST(HttpServer, AnswersPreflightsOfAllowedOriginsOnly) {
  HttpServer::Options options;
  options.guard.origins = {"https://docs.example"};
  const Served served(echoes(), options);
  for (const bool is_allowed : {true, false}) {
    Client client(served.port());
    client.send("OPTIONS / HTTP/1.1\r\nHost: localhost\r\nAccess-Control-Request-Method: POST\r\nOrigin: https://" +
                std::string(is_allowed ? "docs.example" : "evil.example") + "\r\n\r\n");
    const Reply reply = client.receive();
    EXPECT_EQ(reply.status, 204);
    EXPECT_EQ(reply.headers.get("Access-Control-Allow-Origin"), is_allowed ? "https://docs.example" : "");
    EXPECT_EQ(reply.headers.get("Access-Control-Allow-Methods"), is_allowed ? "GET, HEAD, POST, OPTIONS" : "");
    EXPECT_EQ(reply.headers.get("Vary"), "Origin");
  }
}

}  // namespace
}  // namespace server
