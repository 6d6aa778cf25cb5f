#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <string>
#include <vector>

#include "server/http_server.hpp"
#include "tests/server/loopback.hpp"

namespace server {
namespace {

using namespace std::chrono_literals;

/// A handler that waits to be let go.
class Gate {
 public:
  Handler handler() {
    return [this](const Request& request) {
      ++begun;
      open_.wait(false);
      return Response{.body = request.path};
    };
  }
  void open() {
    open_ = true;
    open_.notify_all();
  }
  std::atomic<int> begun = 0;

 private:
  std::atomic<bool> open_ = false;
};

HttpServer::Options one_worker(std::size_t queue) {
  HttpServer::Options options;
  options.workers = {.threads = 1, .queue = queue};
  return options;
}

Router slow_and_quick(Gate& gate) {
  Router router = one_route("/slow", gate.handler(), Runs::kOnWorkers);
  router.add({.pattern = "/quick", .handler = text("quick"), .runs = Runs::kHere});
  return router;
}

TEST(HttpServerLoad, AFullPoolIsA503AndDelaysNothingElse) {
  Gate gate;
  const Served served(slow_and_quick(gate), one_worker(1));
  Client runs(served.port()), waits(served.port());
  runs.get("/slow");
  wait_until([&] { return gate.begun == 1; });
  waits.get("/slow");
  served.wait_for_metric("sitedex_http_requests_in_flight", 2);
  const Reply refused = served.get("/slow");
  EXPECT_EQ(refused.status, 503);
  EXPECT_TRUE(refused.headers.has("Retry-After"));
  EXPECT_EQ(served.get("/quick").body, "quick");
  gate.open();
  EXPECT_EQ(runs.receive().status, 200);
  EXPECT_EQ(waits.receive().status, 200);
  EXPECT_EQ(served.metric("sitedex_http_refused_total{reason=\"busy\"}"), 1);
}

TEST(HttpServerLoad, ARequestWhoseClientHasGoneBeforeItsTurnIsNotRun) {
  Gate gate;
  const Served served(slow_and_quick(gate), one_worker(10));
  Client runs(served.port()), closes(served.port()), resets(served.port());
  runs.get("/slow");
  wait_until([&] { return gate.begun == 1; });
  closes.get("/slow");
  resets.get("/slow");
  served.wait_for_metric("sitedex_http_requests_in_flight", 3);
  closes.close();
  resets.reset();
  gate.open();
  EXPECT_EQ(runs.receive().status, 200);
  served.wait_for_metric("sitedex_http_requests_in_flight", 0);
  EXPECT_EQ(gate.begun, 1);
}

TEST(HttpServerLoad, AServerThatIsDestroyedWaitsForItsHandlersAndDropsWhatWaits) {
  Gate gate;
  {
    const Served served(slow_and_quick(gate), one_worker(10));
    Client runs(served.port()), waits(served.port());
    runs.get("/slow");
    wait_until([&] { return gate.begun == 1; });
    waits.get("/slow");
    served.wait_for_metric("sitedex_http_requests_in_flight", 2);
    gate.open();
  }
  EXPECT_GE(gate.begun, 1);
}

TEST(HttpServerLoad, EachClientHasItsShareOfWhatIsUnderWay) {
  Gate gate;
  HttpServer::Options options = one_worker(10);
  options.clients.in_flight = 1;
  options.guard.proxies = {*Network::parse("127.0.0.1")};
  const Served served(slow_and_quick(gate), options);
  Client client(served.port());
  client.get("/slow");
  wait_until([&] { return gate.begun == 1; });
  EXPECT_EQ(served.get("/quick").status, 429);
  EXPECT_EQ(served.get("/quick", "X-Forwarded-For: 192.0.2.1\r\n").status, 200);
  gate.open();
  EXPECT_EQ(client.receive().status, 200);
  served.wait_for_metric("sitedex_http_requests_in_flight", 0);
  EXPECT_EQ(served.get("/quick").status, 200);
}

TEST(HttpServerLoad, BeyondTheLimitTheOldestIdleConnectionMakesRoom) {
  HttpServer::Options options;
  options.limits.connections = 2;
  const Served served(one_route("/", text("done")), options);
  Client first(served.port());
  first.get("/");
  EXPECT_EQ(first.receive().status, 200);
  Client second(served.port());
  second.get("/");
  EXPECT_EQ(second.receive().status, 200);
  first.get("/");  // so that the second is the oldest
  EXPECT_EQ(first.receive().status, 200);
  Client third(served.port());
  third.get("/");
  EXPECT_EQ(third.receive().status, 200);
  EXPECT_TRUE(second.sees_end());
  first.get("/");
  EXPECT_EQ(first.receive().status, 200);
}

TEST(HttpServerLoad, WithoutAnIdleConnectionOneMoreIsA503) {
  Gate gate;
  HttpServer::Options options = one_worker(10);
  options.limits.connections = 1;
  const Served served(slow_and_quick(gate), options);
  Client client(served.port());
  client.get("/slow");
  wait_until([&] { return gate.begun == 1; });
  Client other(served.port());
  EXPECT_EQ(other.receive().status, 503);
  gate.open();
  EXPECT_EQ(client.receive().status, 200);
}

/// The process's limit of open files, put back in the end.
class DescriptorLimit {
 public:
  DescriptorLimit() { ::getrlimit(RLIMIT_NOFILE, &before_); }
  ~DescriptorLimit() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  DescriptorLimit(const DescriptorLimit&) = delete;
  void set(rlim_t most) const {
    const rlimit limit{.rlim_cur = most, .rlim_max = before_.rlim_max};
    EXPECT_EQ(::setrlimit(RLIMIT_NOFILE, &limit), 0);
  }
  rlim_t most() const { return before_.rlim_max; }

 private:
  rlimit before_{};
};

std::size_t open_descriptors() {
  using Folder = std::filesystem::directory_iterator;
  return static_cast<std::size_t>(std::distance(Folder("/proc/self/fd"), Folder())) - 1;
}

TEST(HttpServerLoad, WithoutDescriptorsItClosesIdleConnectionsAndDoesNotSpin) {
  const Served served(one_route("/", text("done")));
  std::vector<Client> idle;
  for (int i = 0; i < 3; ++i) {
    idle.emplace_back(served.port()).get("/");
    EXPECT_EQ(idle.back().receive().status, 200);
  }
  {
    const DescriptorLimit limit;
    limit.set(open_descriptors() + 1);  // for the next client's own
    Client next(served.port());
    next.get("/");
    EXPECT_EQ(next.receive().status, 200);
    EXPECT_TRUE(idle.front().sees_end());
  }
  // Not before there are descriptors again: the undefined behaviour sanitizer needs some to look at the metrics.
  const double refused = served.metric("sitedex_http_refused_total{reason=\"descriptors\"}").value_or(0);
  EXPECT_GE(refused, 1);
  EXPECT_LT(refused, 100);
}

TEST(HttpServerLoad, ThousandsOfIdleConnectionsDisturbNobody) {
  const DescriptorLimit limit;
  const std::size_t room = (std::min<rlim_t>(limit.most(), 8'000) - 500) / 2;  // both ends are ours
  limit.set(std::min<rlim_t>(limit.most(), 8'000));
  const std::size_t count = std::min<std::size_t>(room, 3'000);
  HttpServer::Options options;
  options.clients = {.requests_per_second = 0, .in_flight = count};
  const Served served(one_route("/", text("done")), options);
  std::vector<Client> clients;
  for (std::size_t i = 0; i < count; ++i) clients.emplace_back(served.port());
  served.wait_for_metric("sitedex_http_connections", static_cast<double>(count));
  EXPECT_EQ(served.get("/").body, "done");
  for (Client& client : clients) client.get("/");
  for (Client& client : clients) EXPECT_EQ(client.receive().status, 200);
}

}  // namespace
}  // namespace server
