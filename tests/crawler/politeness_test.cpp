#include "crawler/politeness.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace crawler {
namespace {

using namespace std::chrono_literals;
using Queue = Politeness<int>;

constexpr Queue::TimePoint kStart{1h};

std::vector<int> start_all(Queue& queue, Queue::TimePoint now) {
  std::vector<int> started;
  while (const std::optional<int> request = queue.start(now)) started.push_back(*request);
  return started;
}

TEST(Politeness, AHostsRequestsStartFirstInFirstOut) {
  Queue queue({});
  for (int i = 0; i < 5; ++i) queue.push("a", i, false);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{0, 1, 2, 3, 4}));
}

TEST(Politeness, UrgentRequestsStartBeforeOthersInTheirOwnOrder) {
  Queue queue({});
  queue.push("a", 1, false);
  queue.push("a", 2, true);
  queue.push("a", 3, false);
  queue.push("a", 4, true);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{2, 4, 1, 3}));
}

TEST(Politeness, HostsTakeTurns) {
  Queue queue({});
  for (int i = 0; i < 3; ++i) queue.push("a", i, false);
  for (int i = 10; i < 12; ++i) queue.push("b", i, false);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{0, 10, 1, 11, 2}));
}

TEST(Politeness, AHostHasOnlySoManyRequestsInFlight) {
  Queue queue({.in_flight_per_host = 2});
  for (int i = 0; i < 4; ++i) queue.push("a", i, false);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{0, 1}));
  EXPECT_EQ(queue.next_start(), std::nullopt);
  queue.finish("a", kStart);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{2}));
}

TEST(Politeness, AllHostsTogetherHaveOnlySoManyRequestsInFlight) {
  Queue queue({.in_flight = 2});
  queue.push("a", 1, false);
  queue.push("b", 2, false);
  queue.push("c", 3, false);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{1, 2}));
  EXPECT_EQ(queue.next_start(), std::nullopt);
  queue.finish("a", kStart);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{3}));
}

TEST(Politeness, TheDelayRunsFromTheEndOfAnAnswer) {
  Queue queue({.delay = 1s});
  queue.push("a", 1, false);
  queue.push("a", 2, false);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{1}));           // one at a time
  EXPECT_EQ(start_all(queue, kStart + 1min), std::vector<int>{});  // its answer takes long
  queue.finish("a", kStart + 1min);
  EXPECT_EQ(queue.next_start(), kStart + 1min + 1s);
  EXPECT_EQ(start_all(queue, kStart + 1min + 999ms), std::vector<int>{});
  EXPECT_EQ(start_all(queue, kStart + 1min + 1s), (std::vector{2}));
}

TEST(Politeness, TheDelayHoldsForARequestThatComesDuringIt) {
  Queue queue({.delay = 1s});
  queue.push("a", 1, false);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{1}));
  queue.finish("a", kStart);
  queue.push("a", 2, true);  // an urgent one too
  queue.push("b", 3, false);
  EXPECT_EQ(start_all(queue, kStart + 1ms), (std::vector{3}));
  EXPECT_EQ(start_all(queue, kStart + 1s), (std::vector{2}));
}

TEST(Politeness, TakesOutWhatIsNotWantedAnyMore) {
  Queue queue({.in_flight_per_host = 1});
  for (int i = 0; i < 6; ++i) queue.push(i % 2 == 0 ? "even" : "odd", i, i == 4);
  std::vector<int> removed = queue.remove_if([](int i) { return i % 2 == 1 || i == 4; });
  std::ranges::sort(removed);
  EXPECT_EQ(removed, (std::vector{1, 3, 4, 5}));
  EXPECT_EQ(start_all(queue, kStart), (std::vector{0}));
  queue.finish("even", kStart);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{2}));
  queue.finish("even", kStart);
  EXPECT_EQ(queue.next_start(), std::nullopt);
}

/// The same rules, said as plainly as can be: looks at every host at every question.
class PlainPoliteness {
 public:
  explicit PlainPoliteness(const PolitenessLimits& limits) : limits_(limits) {}

  void push(const std::string& host, int request, bool urgent) {
    (urgent ? hosts_[host].urgent : hosts_[host].waiting).push_back(request);
  }
  void finish(const std::string& host, Queue::TimePoint now) {
    --hosts_[host].in_flight;
    hosts_[host].open_at = now + limits_.delay;
  }
  /// Whether `host` may start a request, and which.
  std::optional<int> next_of(const std::string& host, Queue::TimePoint now) const {
    std::size_t in_flight = 0;
    for (const auto& [name, other] : hosts_) in_flight += other.in_flight;
    const auto found = hosts_.find(host);
    if (in_flight >= limits_.in_flight || found == hosts_.end()) return std::nullopt;
    const Host& state = found->second;
    const std::size_t most = limits_.delay > 0ms ? 1 : limits_.in_flight_per_host;
    if (state.in_flight >= most || (limits_.delay > 0ms && now < state.open_at)) return std::nullopt;
    if (!state.urgent.empty()) return state.urgent.front();
    if (!state.waiting.empty()) return state.waiting.front();
    return std::nullopt;
  }
  void start(const std::string& host) {
    Host& state = hosts_[host];
    std::vector<int>& queue = state.urgent.empty() ? state.waiting : state.urgent;
    queue.erase(queue.begin());
    ++state.in_flight;
  }
  void remove_if(const std::function<bool(int)>& chosen) {
    for (auto& [name, host] : hosts_) std::erase_if(host.urgent, chosen), std::erase_if(host.waiting, chosen);
  }

 private:
  struct Host {
    std::vector<int> urgent;
    std::vector<int> waiting;
    std::size_t in_flight = 0;
    Queue::TimePoint open_at{};
  };
  PolitenessLimits limits_;
  std::map<std::string, Host> hosts_;
};

TEST(Politeness, StartsWhatThePlainRulesLetStart) {
  const std::vector<std::string> hosts{"a", "b", "c", "d"};
  for (unsigned seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    const auto below = [&random](unsigned n) { return static_cast<int>(random() % n); };
    const PolitenessLimits limits{.in_flight = 1 + random() % 6,
                                  .in_flight_per_host = 1 + random() % 3,
                                  .delay = std::chrono::milliseconds(seed % 2 == 0 ? 0 : below(50))};
    Queue queue(limits);
    PlainPoliteness plain(limits);
    std::map<int, std::string> host_of;
    std::vector<std::string> running;
    Queue::TimePoint now = kStart;
    for (int step = 0; step < 200; ++step) {
      now += std::chrono::milliseconds(below(20));
      const int action = below(10);
      if (action < 4) {
        const std::string& host = hosts[random() % hosts.size()];
        const bool urgent = below(5) == 0;
        host_of[step] = host;
        queue.push(host, step, urgent);
        plain.push(host, step, urgent);
      } else if (action < 7 && !running.empty()) {
        std::swap(running[random() % running.size()], running.back());
        queue.finish(running.back(), now);
        plain.finish(running.back(), now);
        running.pop_back();
      } else if (action == 7 && below(4) == 0) {
        const auto chosen = [rest = below(3)](int request) { return request % 3 == rest; };
        queue.remove_if(chosen);
        plain.remove_if(chosen);
      }
      while (const std::optional<int> request = queue.start(now)) {
        const std::string& host = host_of[*request];
        ASSERT_EQ(plain.next_of(host, now), request) << "seed " << seed << ", step " << step;
        plain.start(host);
        running.push_back(host);
      }
      for (const std::string& host : hosts) {
        ASSERT_EQ(plain.next_of(host, now), std::nullopt) << "seed " << seed << ", step " << step;
      }
    }
  }
}

}  // namespace
}  // namespace crawler
