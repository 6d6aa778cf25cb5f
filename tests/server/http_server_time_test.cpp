#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "server/http_server.hpp"
#include "tests/server/loopback.hpp"

namespace server {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::string_view kPost = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n";

Served served_with(Limits limits, const Handler& handler = text("done")) {
  Router router = one_route("/", handler);
  router.add({.method = Method::kPost, .pattern = "/", .handler = handler, .runs = Runs::kHere});
  HttpServer::Options options;
  options.limits = limits;
  return Served(std::move(router), options);
}

/// Sends a byte at a time until the server has had enough; how long that took.
Clock::duration trickle(Client& client, const Served& served, std::string_view reason) {
  const auto began = Clock::now();
  const std::string metric = "sitedex_http_refused_total{reason=\"" + std::string(reason) + "\"}";
  wait_until([&] {
    client.send("a");
    return served.metric(metric) == 1;
  });
  return Clock::now() - began;
}

// A limit on each wait alone would let a client that sends a byte now and then stay for ever.
TEST(HttpServerTime, ASlowSenderOfAHeaderIsCutOffThoughItNeverStops) {
  const Served served = served_with({.header_time = 50ms, .idle_time = 1h});
  Client client(served.port());
  client.send("GET / HTTP/1.1\r\nX: ");
  EXPECT_GE(trickle(client, served, "header_time"), 40ms);
  served.wait_for_metric("sitedex_http_connections", 0);
}

TEST(HttpServerTime, ASlowSenderOfABodyIsCutOffThoughItNeverStops) {
  const Served served = served_with({.body_bytes = 10'000'000, .body_time = 50ms, .idle_time = 1h});
  Client client(served.port());
  client.send(kPost);
  EXPECT_GE(trickle(client, served, "body_time"), 40ms);
  served.wait_for_metric("sitedex_http_connections", 0);
}

TEST(HttpServerTime, AnIdleConnectionIsClosed) {
  const Served served = served_with({.idle_time = 50ms});
  Client silent(served.port()), done(served.port());
  done.get("/");
  EXPECT_EQ(done.receive().status, 200);
  EXPECT_TRUE(silent.sees_end());
  EXPECT_TRUE(done.sees_end());
}

TEST(HttpServerTime, AReaderThatTakesNothingIsCutOff) {
  constexpr std::size_t kMuch = 50'000'000;  // more than the sockets' buffers hold
  const Served served = served_with({.write_time = 50ms}, text(std::string(kMuch, 'x')));
  Client client(served.port());
  client.get("/");
  served.wait_for_metric("sitedex_http_connections_total", 1);
  served.wait_for_metric("sitedex_http_connections", 0);
  EXPECT_FALSE(client.receive().is_whole);
}

TEST(HttpServerTime, AReaderThatTakesLongAltogetherIsNot) {
  constexpr std::size_t kBytes = 30'000'000;
  const Served served = served_with({.write_time = 2s}, text(std::string(kBytes, 'x')));
  Client client(served.port(), 16 * 1024);
  client.get("/", "Connection: close\r\n");
  std::size_t read = 0;
  for (std::string some = client.receive_some(); !some.empty(); some = client.receive_some()) read += some.size();
  EXPECT_GT(read, kBytes);
}

// It is told why, and may not hold the connection for longer than that takes.
TEST(HttpServerTime, AClientThatIsRefusedAndStaysIsCutOff) {
  const Served served = served_with({.linger_time = 50ms});
  Client client(served.port());
  client.send("malformed\r\n\r\n");
  EXPECT_EQ(client.receive().status, 400);
  EXPECT_TRUE(client.sees_end());
  served.wait_for_metric("sitedex_http_connections", 0);
}

TEST(HttpServerTime, AClientThatIsRefusedWhileItSendsCanReadWhy) {
  const Served served = served_with({});
  Client client(served.port());
  client.send(std::string(kPost) + std::string(500'000, 'x'));
  EXPECT_EQ(client.receive().status, 413);
}

}  // namespace
}  // namespace server
