#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "server/http_server.hpp"
#include "tests/server/loopback.hpp"

namespace server {
namespace {

using namespace std::chrono_literals;
using Pieces = lazy::generator<lazy::Turn<std::string>>;

/// What is known of the streams of a test.
struct Seen {
  std::atomic<int> begun = 0, pulled = 0, destroyed = 0;
  std::atomic<bool> may_go_on = false;
  std::atomic<std::thread::id> thread;
};

/// A local of a stream.
class Witness {
 public:
  explicit Witness(Seen& seen) : seen_(seen) {
    ++seen_.begun;
    seen_.thread = std::this_thread::get_id();
  }
  ~Witness() { ++seen_.destroyed; }
  Witness(const Witness&) = delete;

 private:
  Seen& seen_;
};

Pieces count(Seen& seen, int pieces, std::size_t bytes) {
  const Witness witness(seen);
  for (int i = 0; i < pieces; ++i) {
    ++seen.pulled;
    lazy::Turn<std::string> piece(std::string(bytes, 'x'));
    co_yield std::move(piece);
  }
}

Pieces wait_for_go(Seen& seen) {
  const Witness witness(seen);
  while (!seen.may_go_on) {
    ++seen.pulled;
    lazy::Turn<std::string> nothing;
    co_yield std::move(nothing);
  }
  lazy::Turn<std::string> last("went on");
  co_yield std::move(last);
}

Pieces fail(Seen& seen) {
  const Witness witness(seen);
  lazy::Turn<std::string> piece("half");
  co_yield std::move(piece);
  throw std::runtime_error("the rest is lost");
}

Pieces endless(Seen& seen) {
  const Witness witness(seen);
  while (true) {
    ++seen.pulled;
    lazy::Turn<std::string> piece(std::string(1'000, 'x'));
    co_yield std::move(piece);
  }
}

class HttpServerStream : public testing::TestWithParam<Runs> {
 protected:
  Served served(Pieces (*stream)(Seen&), Limits limits = {.stream_pause = 1ms}) {
    return served_by([this, stream](const Request&) -> Response { return {.body = Stream{.pieces = stream(seen)}}; },
                     limits);
  }
  static Served served_by(Handler handler, Limits limits = {.stream_pause = 1ms}) {
    HttpServer::Options options;
    options.limits = limits;
    return Served(one_route("/", std::move(handler), GetParam()), options);
  }

  Seen seen;
};

// RFC 9112, 7.1
TEST_P(HttpServerStream, IsSentInChunksAndTheConnectionGoesOn) {
  const Served served =
      served_by([&](const Request&) -> Response { return {.body = Stream{.pieces = count(seen, 100, 1'000)}}; });
  Client client(served.port());
  for (int i = 1; i <= 3; ++i) {
    client.get("/");
    const Reply reply = client.receive();
    EXPECT_TRUE(reply.is_whole);
    EXPECT_EQ(reply.headers.get("Transfer-Encoding"), "chunked");
    EXPECT_EQ(reply.body, std::string(100'000, 'x'));
    wait_until([&] { return seen.destroyed == i; });
    EXPECT_EQ(seen.destroyed, i);
  }
  served.wait_for_metric("sitedex_http_streams", 0);
}

TEST_P(HttpServerStream, OfNothingIsAnEmptyBody) {
  const Served served =
      served_by([&](const Request&) -> Response { return {.body = Stream{.pieces = count(seen, 0, 0)}}; });
  const Reply reply = served.get("/");
  EXPECT_TRUE(reply.is_whole);
  EXPECT_EQ(reply.body, "");
}

// An empty chunk would be the end.
TEST_P(HttpServerStream, EmptyPiecesAreNoEnd) {
  const Served served =
      served_by([&](const Request&) -> Response { return {.body = Stream{.pieces = count(seen, 3, 0)}}; });
  EXPECT_TRUE(served.get("/").is_whole);
  EXPECT_EQ(seen.pulled, 3);
}

TEST_P(HttpServerStream, EndsTheConnectionForHttp10) {
  const Served served =
      served_by([&](const Request&) -> Response { return {.body = Stream{.pieces = count(seen, 3, 5)}}; });
  Client client(served.port());
  client.send("GET / HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n");
  const Reply reply = client.receive();
  EXPECT_FALSE(reply.headers.has("Transfer-Encoding"));
  EXPECT_EQ(reply.body, std::string(15, 'x'));
}

TEST_P(HttpServerStream, IsNotBegunForHead) {
  const Served served = this->served(endless);
  Client client(served.port());
  client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(client.receive(true).status, 200);
  client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(client.receive(true).status, 200);
  EXPECT_EQ(seen.begun, 0);
}

TEST_P(HttpServerStream, IsPulledNoFurtherThanItsReaderTakes) {
  const Served served = this->served(endless);
  Client client(served.port(), 4 * 1024);
  client.get("/");
  EXPECT_FALSE(client.receive_some().empty());
  int pulled = 0, times_the_same = 0;
  wait_until([&] {
    const int before = std::exchange(pulled, seen.pulled.load());
    times_the_same = pulled > 0 && before == pulled ? times_the_same + 1 : 0;
    return times_the_same == 100;
  });
  EXPECT_LT(seen.pulled, 4'000);  // of a kilobyte: what the system keeps between two sockets
  EXPECT_EQ(seen.destroyed, 0);
}

TEST_P(HttpServerStream, IsDestroyedWhenItsReaderGoes) {
  const Served served = this->served(endless);
  Client client(served.port());
  client.get("/");
  wait_until([&] { return seen.pulled > 0; });
  client.reset();
  wait_until([&] { return seen.destroyed == 1; });
  EXPECT_EQ(seen.destroyed, 1);
  served.wait_for_metric("sitedex_http_streams", 0);
}

TEST_P(HttpServerStream, IsDestroyedWhenItsReaderGoesWhileItHasNothingToSay) {
  const Served served = this->served(wait_for_go);
  Client client(served.port());
  client.get("/");
  wait_until([&] { return seen.pulled > 3; });
  client.close();
  wait_until([&] { return seen.destroyed == 1; });
  EXPECT_EQ(seen.destroyed, 1);
}

TEST_P(HttpServerStream, SendsItsHeaderBeforeItHasSomethingToSay) {
  const Served served = this->served(wait_for_go);
  Client client(served.port());
  client.get("/");
  EXPECT_TRUE(client.receive_some().starts_with("HTTP/1.1 200 OK\r\n"));
  seen.may_go_on = true;
  EXPECT_TRUE(client.receive_some().starts_with("7\r\nwent on\r\n"));
}

TEST_P(HttpServerStream, ThatFailsIsCutOffSoThatItsReaderSees) {
  const Served served = this->served(fail);
  const Reply reply = served.get("/");
  EXPECT_EQ(reply.body, "half");
  EXPECT_FALSE(reply.is_whole);
  wait_until([&] { return seen.destroyed == 1; });
  EXPECT_EQ(seen.destroyed, 1);
}

TEST_P(HttpServerStream, ThereAreNoMoreThanMayBe) {
  const Served served = this->served(wait_for_go, {.stream_pause = 1ms, .streams = 2});
  Client first(served.port()), second(served.port());
  first.get("/");
  second.get("/");
  served.wait_for_metric("sitedex_http_streams", 2);
  const Reply reply = served.get("/");
  EXPECT_EQ(reply.status, 503);
  EXPECT_TRUE(reply.headers.has("Retry-After"));
  first.close();
  served.wait_for_metric("sitedex_http_streams", 1);
  seen.may_go_on = true;
  EXPECT_EQ(served.get("/").status, 200);
}

TEST_P(HttpServerStream, GoesWithTheServer) {
  {
    const Served served = this->served(endless);
    Client client(served.port());
    client.get("/");
    wait_until([&] { return seen.pulled > 0; });
  }
  EXPECT_EQ(seen.begun, 1);
  EXPECT_EQ(seen.destroyed, 1);
}

TEST_P(HttpServerStream, IsPulledWhereItsRouteRuns) {
  std::thread::id handler;
  const Served served = served_by([&](const Request&) -> Response {
    handler = std::this_thread::get_id();
    return {.body = Stream{.pieces = count(seen, 3, 5)}};
  });
  EXPECT_TRUE(served.get("/").is_whole);
  EXPECT_TRUE(seen.thread.load() == handler || GetParam() == Runs::kOnWorkers);
}

INSTANTIATE_TEST_SUITE_P(Anywhere, HttpServerStream, testing::Values(Runs::kHere, Runs::kOnWorkers),
                         [](const auto& where) { return where.param == Runs::kHere ? "Here" : "OnWorkers"; });

}  // namespace
}  // namespace server
