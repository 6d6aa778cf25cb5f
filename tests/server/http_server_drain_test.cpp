#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <string>
#include <thread>
#include <utility>

#include "server/http_server.hpp"
#include "tests/server/loopback.hpp"
#include "tests/support/patience.hpp"

namespace server {
namespace {

using namespace std::chrono_literals;
using Pieces = lazy::generator<lazy::Turn<std::string>>;

Pieces until(std::atomic<bool>& end, std::atomic<int>& begun, std::atomic<bool>& destroyed) {
  struct Witness {
    std::atomic<bool>& destroyed;
    ~Witness() { destroyed = true; }
  };
  const Witness witness(destroyed);
  ++begun;
  lazy::Turn<std::string> piece("begun");
  co_yield std::move(piece);
  while (!end) {
    lazy::Turn<std::string> nothing;
    co_yield std::move(nothing);
  }
  lazy::Turn<std::string> last(" and done");
  co_yield std::move(last);
}

class HttpServerDrain : public testing::Test {
 protected:
  HttpServerDrain() : served(routes(), options()) {}
  ~HttpServerDrain() override { go(); }

  Router routes() {
    Router router;
    router.add({.pattern = "/", .handler = text("done"), .runs = Runs::kHere});
    router.add({.pattern = "/slow", .handler = [this](const Request&) {
                  ++begun;
                  end.wait(false);
                  return Response{.body = std::string("slow")};
                }});
    router.add({.pattern = "/export", .handler = [this](const Request&) -> Response {
                  return {.body = Stream{.pieces = until(end, begun, destroyed)}};
                }});
    router.add({.pattern = "/events", .handler = [this](const Request&) -> Response {
                  return {.body = Stream{.pieces = until(end, begun, destroyed), .end = Stream::End::kWithServer}};
                }});
    return router;
  }
  static HttpServer::Options options() {
    HttpServer::Options options;
    options.limits = {.linger_time = 50ms, .stream_pause = 1ms};
    return options;
  }

  std::future<bool> drain(std::chrono::milliseconds within = support::kPatience) {
    return std::async(std::launch::async, [this, within] { return served.server().drain(within); });
  }
  void go() {
    end = true;
    end.notify_all();
  }

  std::atomic<int> begun = 0;
  std::atomic<bool> end = false, destroyed = false;
  Served served;
};

TEST_F(HttpServerDrain, OfAnIdleServerClosesItsConnectionsAtOnce) {
  Client idle(served.port()), silent(served.port());
  idle.get("/");
  EXPECT_EQ(idle.receive().status, 200);
  served.wait_for_metric("sitedex_http_connections", 2);
  EXPECT_TRUE(served.server().drain(support::kPatience));
  EXPECT_TRUE(idle.sees_end());
  EXPECT_TRUE(silent.sees_end());
}

TEST_F(HttpServerDrain, WaitsForRequestsThatAreUnderWay) {
  Client client(served.port()), idle(served.port());
  client.get("/slow");
  wait_until([&] { return begun == 1; });
  served.wait_for_metric("sitedex_http_connections", 2);
  auto drained = drain();
  EXPECT_TRUE(idle.sees_end());  // it has begun
  EXPECT_EQ(drained.wait_for(0s), std::future_status::timeout);
  go();
  const Reply reply = client.receive();
  EXPECT_EQ(reply.body, "slow");
  EXPECT_EQ(reply.headers.get("Connection"), "close");
  EXPECT_TRUE(client.sees_end());
  EXPECT_TRUE(drained.get());
}

TEST_F(HttpServerDrain, TakesNoFurtherRequestOfAConnection) {
  Client client(served.port()), idle(served.port());
  client.get("/slow");
  client.get("/slow");
  wait_until([&] { return begun == 1; });
  served.wait_for_metric("sitedex_http_connections", 2);
  auto drained = drain();
  EXPECT_TRUE(idle.sees_end());
  go();
  EXPECT_EQ(client.receive().body, "slow");
  EXPECT_TRUE(client.sees_end());
  EXPECT_TRUE(drained.get());
  EXPECT_EQ(begun, 1);
}

TEST_F(HttpServerDrain, WaitsForAStreamThatEndsByItself) {
  Client client(served.port()), idle(served.port());
  client.get("/export");
  served.wait_for_metric("sitedex_http_streams", 1);
  served.wait_for_metric("sitedex_http_connections", 2);
  auto drained = drain();
  EXPECT_TRUE(idle.sees_end());
  go();
  const Reply reply = client.receive();
  EXPECT_TRUE(reply.is_whole);
  EXPECT_EQ(reply.body, "begun and done");
  EXPECT_TRUE(drained.get());
}

TEST_F(HttpServerDrain, EndsAStreamThatGoesOnWithTheServer) {
  Client client(served.port());
  client.get("/events");
  wait_until([&] { return begun == 1; });
  EXPECT_TRUE(served.server().drain(support::kPatience));
  const Reply reply = client.receive();
  EXPECT_TRUE(reply.is_whole);
  EXPECT_FALSE(reply.body.ends_with("done"));
  wait_until([&] { return destroyed.load(); });
}

TEST_F(HttpServerDrain, LeavesWhenItsTimeIsOver) {
  Client client(served.port());
  client.get("/export");
  served.wait_for_metric("sitedex_http_streams", 1);
  EXPECT_FALSE(served.server().drain(50ms));
  EXPECT_FALSE(client.receive().is_whole);
}

}  // namespace
}  // namespace server
