#include "crawler/politeness.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crawler {
namespace {

using namespace std::chrono_literals;
using Queue = Politeness<int>;
using Kind = Ending::Kind;
using TimePoint = Queue::TimePoint;

constexpr TimePoint kStart{1h};

std::vector<int> start_all(Queue& queue, TimePoint now) {
  std::vector<int> started;
  while (const std::optional<int> request = queue.start(now)) started.push_back(*request);
  return started;
}

/// The end of a request that took no time.
void finish(Queue& queue, std::string_view site, TimePoint now, Kind kind = Kind::kAnswer) {
  queue.finish(site, {.kind = kind, .started = now}, now);
}

TEST(Politeness, AHostsRequestsStartFirstInFirstOut) {
  Queue queue({});
  for (int i = 0; i < 5; ++i) queue.push("a", i, false, kStart);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{0, 1, 2, 3, 4}));
}

TEST(Politeness, UrgentRequestsStartBeforeOthersInTheirOwnOrder) {
  Queue queue({});
  queue.push("a", 1, false, kStart);
  queue.push("a", 2, true, kStart);
  queue.push("a", 3, false, kStart);
  queue.push("a", 4, true, kStart);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{2, 4, 1, 3}));
}

TEST(Politeness, ALaterRequestLetsOthersGoAheadAndIsUrgentWhenItsTimeHasCome) {
  Queue queue({.in_flight_per_host = 1});
  queue.push_later("a", 1, kStart + 1s, kStart);
  queue.push_later("a", 2, kStart + 500ms, kStart);
  queue.push("a", 3, false, kStart);
  queue.push("a", 4, false, kStart);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{3}));
  queue.push("a", 5, true, kStart + 800ms);  // urgent after 2, and before 1
  for (const int next : {2, 5, 1, 4}) {
    finish(queue, "a", kStart + 2s);
    EXPECT_EQ(start_all(queue, kStart + 2s), (std::vector{next}));
  }
}

TEST(Politeness, ALaterRequestStartsNoSoonerThoughNothingElseWaits) {
  Queue queue({});
  queue.push_later("a", 1, kStart + 1s, kStart);
  EXPECT_EQ(queue.next_start(), kStart + 1s);
  EXPECT_EQ(start_all(queue, kStart + 999ms), std::vector<int>{});
  queue.push("a", 2, false, kStart + 999ms);
  EXPECT_EQ(start_all(queue, kStart + 999ms), (std::vector{2}));
  EXPECT_EQ(start_all(queue, kStart + 1s), (std::vector{1}));
}

TEST(Politeness, ALaterRequestWaitsForThePauseToo) {
  Queue queue({.delay = 2s});
  queue.push("a", 1, false, kStart);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{1}));
  queue.push_later("a", 2, kStart + 1s, kStart);
  finish(queue, "a", kStart);
  EXPECT_EQ(queue.next_start(), kStart + 2s);
  EXPECT_EQ(start_all(queue, kStart + 2s), (std::vector{2}));
}

TEST(Politeness, HostsTakeTurns) {
  Queue queue({});
  for (int i = 0; i < 3; ++i) queue.push("a", i, false, kStart);
  for (int i = 10; i < 12; ++i) queue.push("b", i, false, kStart);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{0, 10, 1, 11, 2}));
}

TEST(Politeness, AHostHasOnlySoManyRequestsInFlight) {
  Queue queue({.in_flight_per_host = 2});
  for (int i = 0; i < 4; ++i) queue.push("a", i, false, kStart);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{0, 1}));
  EXPECT_EQ(queue.next_start(), std::nullopt);
  finish(queue, "a", kStart);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{2}));
}

TEST(Politeness, AllHostsTogetherHaveOnlySoManyRequestsInFlight) {
  Queue queue({.in_flight = 2});
  queue.push("a", 1, false, kStart);
  queue.push("b", 2, false, kStart);
  queue.push("c", 3, false, kStart);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{1, 2}));
  EXPECT_EQ(queue.next_start(), std::nullopt);
  finish(queue, "a", kStart);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{3}));
}

TEST(Politeness, TheDelayRunsFromTheEndOfAnAnswer) {
  Queue queue({.delay = 1s});
  queue.push("a", 1, false, kStart);
  queue.push("a", 2, false, kStart);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{1}));           // one at a time
  EXPECT_EQ(start_all(queue, kStart + 1min), std::vector<int>{});  // its answer takes long
  finish(queue, "a", kStart + 1min);
  EXPECT_EQ(queue.next_start(), kStart + 1min + 1s);
  EXPECT_EQ(start_all(queue, kStart + 1min + 999ms), std::vector<int>{});
  EXPECT_EQ(start_all(queue, kStart + 1min + 1s), (std::vector{2}));
}

TEST(Politeness, TheDelayHoldsForARequestThatComesDuringIt) {
  Queue queue({.delay = 1s});
  queue.push("a", 1, false, kStart);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{1}));
  finish(queue, "a", kStart);
  queue.push("a", 2, true, kStart);  // an urgent one too
  queue.push("b", 3, false, kStart);
  EXPECT_EQ(start_all(queue, kStart + 1ms), (std::vector{3}));
  EXPECT_EQ(start_all(queue, kStart + 1s), (std::vector{2}));
}

TEST(Politeness, AnEndClosesAHostThatWasReadyForAnother) {
  Queue queue({.per_host = 2, .delay = 1s});
  queue.push("a", 1, false, kStart);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{1}));
  queue.push("a", 2, false, kStart);
  finish(queue, "a", kStart);
  EXPECT_EQ(start_all(queue, kStart), std::vector<int>{});
  EXPECT_EQ(queue.next_start(), kStart + 1s);
}

TEST(Politeness, APublicHostIsAskedMoreGentlyThanOnesOwn) {
  Queue queue({});
  for (int i = 0; i < 20; ++i) queue.push(i % 2 == 0 ? "example.org" : "localhost:8080", i, false, kStart);
  EXPECT_EQ(start_all(queue, kStart).size(), 12U);
  finish(queue, "example.org", kStart);
  EXPECT_EQ(queue.next_start(), kStart + 100ms);
}

TEST(Politeness, ACrawlDelayHoldsForWhatWaitsAlready) {
  Queue queue({.in_flight_per_host = 1});
  for (int i = 0; i < 3; ++i) queue.push("a", i, false, kStart);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{0}));
  finish(queue, "a", kStart);
  queue.set_crawl_delay("a", 3s, kStart + 1s);
  EXPECT_EQ(queue.next_start(), kStart + 3s);
  EXPECT_EQ(start_all(queue, kStart + 3s), (std::vector{1}));
}

TEST(Politeness, ACrawlDelayRunsFromTheAnswerThatToldIt) {
  Queue queue({});
  queue.push("a", 1, false, kStart);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{1}));
  finish(queue, "a", kStart);
  queue.set_crawl_delay("a", 3s, kStart + 1s);
  queue.push("a", 2, false, kStart + 1s);
  EXPECT_EQ(queue.next_start(), kStart + 3s);
}

TEST(Politeness, ACrawlDelayIsKeptWhileTheHostIsIdle) {
  Queue queue({});
  queue.set_crawl_delay("a", 3s, kStart);
  TimePoint now = kStart + 24h;
  for (const int i : {1, 2}) {
    queue.push("a", i, false, now);
    queue.push("a", 10, false, now);
    EXPECT_EQ(start_all(queue, now).size(), 1U);
    finish(queue, "a", now);
    now += 3s;
    EXPECT_EQ(start_all(queue, now), (std::vector{10}));
    finish(queue, "a", now);
    now += 24h;
  }
}

TEST(Politeness, TheHostThatHasBeenIdleLongestIsForgottenFirst) {
  Queue queue({});
  const auto told = [](std::size_t i) { return "host" + std::to_string(i); };
  for (std::size_t i = 0; i <= Queue::kMostIdle; ++i) queue.set_crawl_delay(told(i), 3s, kStart);
  for (const std::size_t i : {std::size_t{0}, std::size_t{1}, Queue::kMostIdle}) {
    queue.push(told(i), 1, false, kStart);
    queue.push(told(i), 2, false, kStart);
    EXPECT_EQ(start_all(queue, kStart).size(), i == 0 ? 2U : 1U) << i;
  }
}

TEST(Politeness, HandsBackWhatWaitsForAHostThatIsGivenUp) {
  Queue queue({.in_flight_per_host = 1, .failures = 2});
  for (int i = 0; i < 5; ++i) queue.push("a", i, i == 4, kStart);
  queue.push("b", 10, false, kStart);
  queue.push_later("a", 5, kStart + 4s, kStart);
  queue.push_later("a", 6, kStart + 60s, kStart);  // when the host is asked again
  EXPECT_EQ(start_all(queue, kStart), (std::vector{4, 10}));
  finish(queue, "a", kStart, Kind::kNoAnswer);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{0}));
  EXPECT_EQ(queue.take_given_up(), std::vector<int>{});
  finish(queue, "a", kStart, Kind::kNoAnswer);
  EXPECT_EQ(queue.take_given_up(), (std::vector{1, 2, 3, 5}));
  queue.push("a", 7, true, kStart + 59s);
  queue.push_later("a", 8, kStart + 59s, kStart + 58s);
  EXPECT_EQ(queue.take_given_up(), (std::vector{7, 8}));
  EXPECT_EQ(queue.next_start(), kStart + 60s);
}

TEST(Politeness, OneRequestFindsOutWhetherAHostIsBack) {
  Queue queue({.failures = 1});
  queue.push("a", 0, false, kStart);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{0}));
  finish(queue, "a", kStart, Kind::kNoAnswer);
  TimePoint now = kStart + 60s;
  for (int i = 1; i < 4; ++i) queue.push("a", i, false, now);
  EXPECT_EQ(start_all(queue, now), (std::vector{1}));
  finish(queue, "a", now, Kind::kNoAnswer);
  EXPECT_EQ(queue.take_given_up(), (std::vector{2, 3}));
  now += 120s;
  for (int i = 4; i < 7; ++i) queue.push("a", i, false, now);
  EXPECT_EQ(start_all(queue, now), (std::vector{4}));
  finish(queue, "a", now);
  EXPECT_EQ(start_all(queue, now), (std::vector{5, 6}));
}

TEST(Politeness, TakesOutWhatIsNotWantedAnyMore) {
  Queue queue({.in_flight_per_host = 1});
  for (int i = 0; i < 6; ++i) queue.push(i % 2 == 0 ? "even" : "odd", i, i == 4, kStart);
  queue.push_later("odd", 7, kStart + 1s, kStart);
  std::vector<int> removed = queue.remove_if([](int i) { return i % 2 == 1 || i == 4; });
  std::ranges::sort(removed);
  EXPECT_EQ(removed, (std::vector{1, 3, 4, 5, 7}));
  EXPECT_EQ(start_all(queue, kStart), (std::vector{0}));
  finish(queue, "even", kStart);
  EXPECT_EQ(start_all(queue, kStart), (std::vector{2}));
  finish(queue, "even", kStart);
  EXPECT_EQ(queue.next_start(), std::nullopt);
}

}  // namespace
}  // namespace crawler
