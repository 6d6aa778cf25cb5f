#include "crawler/limits.hpp"

#include <gtest/gtest.h>

#include "crawler/page.hpp"

namespace {

using crawler::Limits;
using crawler::Outcome;
using crawler::Page;

Page page(Outcome outcome) {
  return {.url = *crawler::Url::parse("http://site.test/"), .outcome = outcome};
}

/// Starts as many requests as the limits allow, `most` at most.
std::uint64_t start_all(Limits& limits, std::uint64_t most = 1'000) {
  std::uint64_t started = 0;
  for (; started < most && limits.allow_start(); ++started) limits.start();
  return started;
}

TEST(Limits, TheDefaultsAreNone) {
  Limits limits({}, 1'000'000);
  EXPECT_EQ(start_all(limits), 1'000U);
  EXPECT_TRUE(limits.allow_further());
}

TEST(Limits, AZeroForbidsAll) {
  EXPECT_FALSE(Limits({.max_pages = 0}, 0).allow_start());
  EXPECT_FALSE(Limits({.max_requests = 0}, 0).allow_start());
  EXPECT_FALSE(Limits({.max_requests = 0}, 0).allow_further());
}

TEST(Limits, APageThatMayComeTakesAPlaceUntilItCannot) {
  Limits limits({.max_pages = 3}, 0);
  EXPECT_EQ(start_all(limits), 3U);
  limits.give_up_hope();
  EXPECT_EQ(start_all(limits), 1U);
  limits.count(page(Outcome::kFailed));
  EXPECT_EQ(start_all(limits), 0U);
  limits.count(page(Outcome::kPage));
  EXPECT_EQ(start_all(limits), 0U) << "a page keeps its place";
  EXPECT_EQ(limits.counted(), 1U);
}

TEST(Limits, PagesOfEarlierRunsCount) {
  Limits limits({.max_pages = 5}, 3);
  EXPECT_EQ(start_all(limits), 2U);
  EXPECT_EQ(limits.counted(), 3U);
}

TEST(Limits, ALoweredLimitForbidsAll) {
  EXPECT_FALSE(Limits({.max_pages = 5}, 9).allow_start());
}

// Where a request in flight used up all its redirects, the serial crawl would not come to another one.
TEST(Limits, ARequestInFlightMayNeedAllItsHopsAndAttempts) {
  for (std::uint64_t most = 1; most < 200; ++most) {
    Limits limits({.max_requests = most}, 0);
    const std::uint64_t started = start_all(limits);
    EXPECT_EQ(started, (most - 1) / (crawler::kMostRequestsOfOne) + 1) << "max_requests " << most;
    EXPECT_LE((started - 1) * (crawler::kMostRequestsOfOne) + 1, most);
  }
}

TEST(Limits, RequestsWithoutHopeNeedNoFurtherOnes) {
  Limits limits({.max_requests = 4}, 0);
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(start_all(limits), 1U);
    limits.give_up_hope();
  }
  EXPECT_EQ(start_all(limits), 0U);
  EXPECT_FALSE(limits.allow_further());
}

TEST(Limits, FurtherRequestsCount) {
  Limits limits({.max_requests = 3}, 0);
  limits.start();
  limits.further();
  EXPECT_TRUE(limits.allow_further());
  limits.further();
  EXPECT_FALSE(limits.allow_further());
  EXPECT_EQ(limits.requests(), 3U);
}

TEST(Limits, WhatWasNotAskedForIsTakenBack) {
  Limits limits({.max_requests = 1}, 0);
  limits.start();
  limits.take_back();
  limits.give_up_hope();
  EXPECT_EQ(limits.requests(), 0U);
  EXPECT_TRUE(limits.allow_start());
}

TEST(Limits, AllMayGoOnOnlyIfNoneTakesARequestFromAnother) {
  for (std::uint64_t most = 1; most < 200; ++most) {
    Limits limits({.max_requests = most}, 0);
    const std::uint64_t started = start_all(limits);
    EXPECT_EQ(limits.allow_all_further(), started * crawler::kMostRequestsOfOne <= most) << "max_requests " << most;
  }
}

TEST(Limits, IsIdleWhenAllThatStartedHasLeft) {
  Limits limits({}, 0);
  EXPECT_TRUE(limits.is_idle());
  limits.start();
  limits.start();
  limits.count(page(Outcome::kPage));
  limits.give_up_hope();
  EXPECT_FALSE(limits.is_idle());
  limits.count(page(Outcome::kAlias));
  EXPECT_TRUE(limits.is_idle());
}

}  // namespace
