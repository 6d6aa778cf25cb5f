#include "crawler/host_clock.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <random>
#include <vector>

namespace crawler {
namespace {

using namespace std::chrono_literals;
using Kind = Ending::Kind;
using TimePoint = HostClock::TimePoint;

constexpr TimePoint kStart{1h};

/// A clock and a time that goes on.
class Pace {
 public:
  explicit Pace(const PolitenessLimits& limits, bool is_own_host = false)
      : limits_(limits), clock_(limits_, is_own_host) {}

  HostClock* operator->() { return &clock_; }
  TimePoint now() const { return now_; }

  /// A request that starts as soon as it may, at once or later, and how long it had to wait for that.
  HostClock::Duration start() {
    const TimePoint asked = now_;
    now_ = std::max(now_, clock_.next_start().value());
    clock_.start(now_);
    return now_ - asked;
  }
  /// The end of one that took so long until now.
  void end(Kind kind, HostClock::Duration took = 0s, std::optional<std::chrono::seconds> retry_after = {},
           bool is_mild = false) {
    clock_.end({.kind = kind, .started = now_ - took, .retry_after = retry_after, .is_mild = is_mild}, now_, random_);
  }
  /// Both, and what passes between them.
  HostClock::Duration ask(Kind kind, HostClock::Duration took = 1ms,
                          std::optional<std::chrono::seconds> retry_after = {}) {
    const HostClock::Duration waited = start();
    now_ += took;
    end(kind, took, retry_after);
    return waited;
  }
  HostClock::Duration wait() const { return clock_.next_start().value() - now_; }
  void pass(HostClock::Duration time) { now_ += time; }
  /// How many requests may be in flight at once.
  std::size_t width() {
    std::size_t width = 0;
    for (; clock_.next_start(); ++width) start();
    for (std::size_t i = 0; i < width; ++i) end(Kind::kNothing);
    return width;
  }

 private:
  const PolitenessLimits limits_;
  HostClock clock_;
  TimePoint now_ = kStart;
  HostClock::Random random_{7};
};

TEST(HostClock, APublicHostIsAskedGently) {
  Pace pace({});
  EXPECT_EQ(pace.width(), 2U);
  pace.ask(Kind::kAnswer, 700ms);
  EXPECT_EQ(pace.wait(), 700ms);
  pace.ask(Kind::kAnswer, 3ms);
  EXPECT_EQ(pace.wait(), 100ms);
  pace.ask(Kind::kAnswer, 25s);
  EXPECT_EQ(pace.wait(), 10s);
}

TEST(HostClock, AHostOfOnesOwnIsAskedAtFullSpeed) {
  Pace pace({.in_flight_per_host = 5}, true);
  EXPECT_EQ(pace.width(), 5U);
  pace.ask(Kind::kAnswer, 700ms);
  EXPECT_LE(pace.wait(), 0s);
}

TEST(HostClock, ADelayIsForOneRequestAtATimeUnlessToldOtherwise) {
  for (const bool is_own : {false, true}) {
    Pace one({.delay = 50ms}, is_own);
    EXPECT_EQ(one.width(), 1U);
    one.ask(Kind::kAnswer, 700ms);
    EXPECT_EQ(one.wait(), 50ms);
    EXPECT_EQ(Pace({.per_host = 3, .delay = 50ms}, is_own).width(), 3U);
  }
}

TEST(HostClock, ADelayOfZeroIsNone) {
  Pace pace({.delay = 0ms});
  EXPECT_EQ(pace.width(), 2U);
  pace.ask(Kind::kAnswer, 700ms);
  EXPECT_LE(pace.wait(), 0s);
}

TEST(HostClock, TheDelayRunsFromTheLastOfSeveralEnds) {
  Pace pace({.per_host = 3, .delay = 50ms});
  pace.start();
  pace.start();
  pace.end(Kind::kAnswer);
  pace.pass(40ms);
  EXPECT_EQ(pace.wait(), 10ms);
  pace.end(Kind::kAnswer);
  EXPECT_EQ(pace.wait(), 50ms);
}

TEST(HostClock, ARateIsALeastIntervalBetweenStarts) {
  Pace pace({.interval = 200ms});
  EXPECT_EQ(pace.start(), 0s);
  EXPECT_EQ(pace.wait(), 200ms);
  EXPECT_EQ(pace.start(), 200ms);
  EXPECT_EQ(pace->next_start(), std::nullopt);
  pace.pass(5s);
  pace.end(Kind::kAnswer, 5s);
  EXPECT_LE(pace.wait(), 0s);  // a rate that was given leaves no other pause
}

TEST(HostClock, TheLargerOfCrawlDelayAndDelayCounts) {
  Pace pace({.delay = 2s}, true);
  pace.ask(Kind::kAnswer);
  pace->set_crawl_delay(1s);
  EXPECT_EQ(pace.wait(), 2s);
  pace->set_crawl_delay(3s);
  EXPECT_EQ(pace.wait(), 3s);
  pace->set_crawl_delay(0s);
  EXPECT_EQ(pace.wait(), 2s);
}

TEST(HostClock, ACrawlDelayIsForOneRequestAtATimeUnlessToldOtherwise) {
  Pace pace({}, true);
  pace->set_crawl_delay(1s);
  EXPECT_EQ(pace.width(), 1U);
  Pace wide({.per_host = 3}, true);
  wide->set_crawl_delay(1s);
  EXPECT_EQ(wide.width(), 3U);
}

TEST(HostClock, ACrawlDelayHasACap) {
  Pace pace({.longest_crawl_delay = 30s});
  pace->set_crawl_delay(std::chrono::hours(24 * 365));
  pace.ask(Kind::kAnswer);
  EXPECT_EQ(pace.wait(), 30s);
}

TEST(HostClock, ABusyHostIsLeftAloneForTwiceAsLongEachTime) {
  Pace pace({}, true);
  for (const HostClock::Duration least : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
    pace.ask(Kind::kBusy);
    EXPECT_GE(pace.wait(), least);
    EXPECT_LE(pace.wait(), least * 5 / 4);
  }
}

TEST(HostClock, ABusyHostGetsOneRequestAtATime) {
  Pace pace({.per_host = 4});
  pace.ask(Kind::kBusy);
  EXPECT_EQ(pace.width(), 1U);
}

TEST(HostClock, WaitsForAsLongAsABusyHostAsksUpToACap) {  // RFC 9110, 10.2.3
  Pace pace({}, true);
  pace.ask(Kind::kBusy, 1ms, 20s);
  EXPECT_EQ(pace.wait(), 20s);
  pace.ask(Kind::kBusy, 1ms, 0s);  // the backoff is longer
  EXPECT_GE(pace.wait(), 2s);
  pace.ask(Kind::kBusy, 1ms, std::chrono::seconds::max());
  EXPECT_EQ(pace.wait(), 60s);
}

TEST(HostClock, SetbacksOfRequestsInFlightTogetherCountOnce) {
  Pace busy({.in_flight_per_host = 16}, true);
  for (int i = 0; i < 16; ++i) busy.start();
  busy.pass(10ms);
  for (int i = 0; i < 16; ++i) busy.end(Kind::kBusy, 10ms);
  EXPECT_LE(busy.wait(), 1250ms);

  Pace failing({.in_flight_per_host = 16}, true);
  for (int i = 0; i < 16; ++i) failing.start();
  failing.pass(10ms);
  for (int i = 0; i < 16; ++i) failing.end(Kind::kNoAnswer, 10ms);
  EXPECT_LE(failing.wait(), 0s);
}

TEST(HostClock, ABackoffIsForgottenSlowly) {
  Pace pace({}, true);
  for (int i = 0; i < 4; ++i) pace.ask(Kind::kBusy);  // 8 s
  for (int i = 0; i < 10; ++i) pace.ask(Kind::kAnswer);
  pace.ask(Kind::kBusy);
  EXPECT_GE(pace.wait(), 8s);  // twice 4 s
  EXPECT_LE(pace.wait(), 10s);
  for (int i = 0; i < 39; ++i) pace.ask(Kind::kAnswer);
  EXPECT_EQ(pace.width(), 1U);
  pace.ask(Kind::kAnswer);  // halved for the fourth time
  EXPECT_EQ(pace.width(), 16U);
}

TEST(HostClock, GivesUpAHostThatOnlyFails) {
  Pace pace({.failures = 3}, true);
  for (int i = 0; i < 2; ++i) pace.ask(Kind::kNoAnswer);
  EXPECT_LE(pace->given_up_until(), pace.now());
  pace.ask(Kind::kNoAnswer);
  EXPECT_EQ(pace->given_up_until(), pace.now() + 60s);
  EXPECT_EQ(pace.wait(), 60s);
}

TEST(HostClock, AnyAnswerInBetweenIsALife) {
  Pace pace({.failures = 3}, true);
  for (const Kind life : {Kind::kAnswer, Kind::kBusy}) {
    for (int i = 0; i < 2; ++i) pace.ask(Kind::kNoAnswer);
    pace.ask(life);
    for (int i = 0; i < 2; ++i) pace.ask(Kind::kNoAnswer);
    EXPECT_LE(pace->given_up_until(), pace.now());
  }
}

TEST(HostClock, WhatSaysNothingOfTheHostDoesNotCount) {
  Pace pace({.failures = 2}, true);
  pace.ask(Kind::kNoAnswer);
  for (int i = 0; i < 5; ++i) pace.ask(Kind::kNothing);
  EXPECT_LE(pace->given_up_until(), pace.now());
  pace.ask(Kind::kNoAnswer);
  EXPECT_GT(pace->given_up_until(), pace.now());
}

TEST(HostClock, AHostIsGivenUpForTwiceAsLongEachTimeAndOneRequestGoesFirst) {
  Pace pace({.in_flight_per_host = 4, .failures = 3, .silence = 0ms}, true);
  for (int i = 0; i < 3; ++i) pace.ask(Kind::kNoAnswer);
  for (const auto minutes : {2min, 4min, 8min, 10min, 10min}) {
    pace.start();
    EXPECT_EQ(pace->next_start(), std::nullopt);
    pace.end(Kind::kNoAnswer);
    EXPECT_EQ(pace->given_up_until(), pace.now() + minutes);
  }
  pace.ask(Kind::kAnswer);
  EXPECT_EQ(pace.width(), 4U);
  for (int i = 0; i < 3; ++i) pace.ask(Kind::kNoAnswer);
  EXPECT_EQ(pace->given_up_until(), pace.now() + 1min);
}

// Else a crawl that goes on with a row of pages that always fail would give up where one that ran through did not.
TEST(HostClock, AHostThatAnsweredAnEarlierRunIsGivenUpOnlyWhenItIsSilentForLong) {
  Pace pace({.failures = 3}, true);
  pace->note_earlier_answer(pace.now());
  for (int i = 0; i < 10; ++i) pace.ask(Kind::kNoAnswer, 1s);
  EXPECT_LE(pace->given_up_until(), pace.now());
}

TEST(HostClock, AHostThatHasAnsweredIsGivenUpOnlyWhenItIsSilentForLong) {
  Pace pace({.failures = 3}, true);
  pace.ask(Kind::kAnswer);
  const TimePoint answered = pace.now();
  while (pace->given_up_until() <= pace.now() && pace.now() < answered + 1h) pace.ask(Kind::kNoAnswer, 1s);
  EXPECT_GE(pace.now(), answered + 10min);
  EXPECT_LT(pace.now(), answered + 11min);
}

TEST(HostClock, ABare503IsNotWaitedForLong) {
  Pace pace({.jitter_seed = 1}, true);
  for (int i = 0; i < 20; ++i) {
    pace.start();
    pace.end(Kind::kBusy, 1ms, std::nullopt, true);
  }
  EXPECT_GE(pace.wait(), 8s);
  EXPECT_LE(pace.wait(), 10s);
}

TEST(HostClock, AnAnswerThatWasOnItsWayRecallsTheHost) {
  Pace pace({.in_flight_per_host = 2, .failures = 2}, true);
  pace.start();
  for (int i = 0; i < 2; ++i) pace.ask(Kind::kNoAnswer);
  EXPECT_GT(pace->given_up_until(), pace.now());
  pace.end(Kind::kAnswer, 2ms);
  EXPECT_LE(pace.wait(), 0s);
}

/// Whatever happens, what was started and what has ended by then has to be far enough in the past.
TEST(HostClock, KeepsEveryPromiseAtEveryStart) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    const auto below = [&random](unsigned n) { return static_cast<int>(random() % n); };
    PolitenessLimits limits{.in_flight_per_host = 1 + random() % 4};
    if (below(2) == 0) limits.per_host = 1 + random() % 4;
    if (below(2) == 0) limits.delay = std::chrono::milliseconds(below(300));
    if (below(2) == 0) limits.interval = std::chrono::milliseconds(below(300));
    const bool is_own = below(2) == 0;
    HostClock clock(limits, is_own);
    HostClock::Random jitter(seed);
    std::chrono::milliseconds crawl_delay{0};
    std::vector<TimePoint> running;
    TimePoint last_start{};
    TimePoint last_end{};
    HostClock::Duration least_pause{0};
    TimePoint closed_until{};
    TimePoint now = kStart;
    for (int step = 0; step < 300; ++step) {
      now += std::chrono::milliseconds(below(100));
      if (below(50) == 0) clock.set_crawl_delay(crawl_delay = std::chrono::milliseconds(below(2) * below(40'000)));
      if (!running.empty() && below(2) == 0) {
        std::swap(running[random() % running.size()], running.back());
        const Ending ending{.kind = static_cast<Kind>(below(20) == 0 ? below(4) : 0),
                            .started = running.back(),
                            .retry_after = std::chrono::seconds(below(100))};
        running.pop_back();
        clock.end(ending, now, jitter);
        last_end = now;
        least_pause = std::clamp<HostClock::Duration>(now - ending.started, 100ms, 10s);
        if (ending.kind == Kind::kBusy) {
          closed_until = std::max(closed_until, now + std::clamp<HostClock::Duration>(*ending.retry_after, 1s, 60s));
        }
      }
      const auto next = clock.next_start();
      if (next && below(10) == 0) now = std::max(now, *next);
      if (!next || now < *next) continue;
      clock.start(now);
      const bool is_default = !is_own && !limits.delay && !limits.interval;
      const HostClock::Duration own_pause = is_default ? least_pause : limits.delay.value_or(0ms);
      const std::size_t most = std::max(limits.in_flight_per_host, std::size_t{2});
      ASSERT_LT(running.size(), limits.per_host.value_or(most)) << "seed " << seed << ", step " << step;
      ASSERT_GE(now - last_end,
                std::max<HostClock::Duration>(own_pause, std::min<HostClock::Duration>(crawl_delay, 30s)))
          << "seed " << seed << ", step " << step;
      ASSERT_GE(now - last_start, limits.interval.value_or(0ms)) << "seed " << seed << ", step " << step;
      ASSERT_GE(now, closed_until) << "seed " << seed << ", step " << step;
      last_start = now;
      running.push_back(now);
    }
  }
}

}  // namespace
}  // namespace crawler
