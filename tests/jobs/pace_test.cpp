#include "jobs/pace.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;

TEST(Pace, OfAPublicHostIsGentleAndSaysHowToChangeIt) {
  EXPECT_EQ(jobs::pace({}, "docs.example.org"),
            "gently: 2 connections, a pause as long as the last answer took (100 ms to 10 s). "
            "A site of your own? --per-host 8 --delay 0");
}

TEST(Pace, OfAHostOfOnesOwnIsItsConcurrency) {
  EXPECT_EQ(jobs::pace({.concurrency = 16}, "127.0.0.1"), "16 requests at a time");
  EXPECT_EQ(jobs::pace({.concurrency = 1}, "localhost"), "1 request at a time");
}

// As `HostClock` takes them.
TEST(Pace, FollowsWhatWasAskedFor) {
  jobs::CrawlOptions options;
  crawler::PolitenessLimits& limits = options.network.politeness;
  limits.per_host = 4;
  EXPECT_EQ(jobs::pace(options, "a.test"),
            "4 requests at a time, with a pause as long as the last answer took (100 ms to 10 s)");
  EXPECT_EQ(jobs::pace(options, "127.0.0.1"), "4 requests at a time");
  limits.delay = 0ms;
  EXPECT_EQ(jobs::pace(options, "a.test"), "4 requests at a time");
  limits = {.delay = 1500ms, .interval = 2s};
  EXPECT_EQ(jobs::pace(options, "a.test"), "1 request at a time, with a pause of 1500ms, at most 30 a minute");
  limits = {.interval = 500ms};
  EXPECT_EQ(jobs::pace(options, "a.test"), "2 requests at a time, at most 120 a minute");
}

}  // namespace
