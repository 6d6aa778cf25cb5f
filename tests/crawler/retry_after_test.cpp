#include "crawler/retry_after.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using crawler::parse_retry_after;
using namespace std::chrono_literals;
using namespace std::string_literals;

constexpr auto kYear = 365 * 24h;

/// The date of RFC 9110's examples, a minute before.
const std::chrono::system_clock::time_point kNow{784111777s - 60s};

// RFC 9110, 10.2.3: delay-seconds = 1*DIGIT
TEST(RetryAfter, IsANumberOfSeconds) {
  EXPECT_EQ(parse_retry_after("120", kNow), 120s);
  EXPECT_EQ(parse_retry_after(" 0 ", kNow), 0s);
  EXPECT_EQ(parse_retry_after("007", kNow), 7s);
}

// RFC 9110, 5.6.7: the preferred form and the two obsolete ones
TEST(RetryAfter, IsADate) {
  for (const char* const date :
       {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"}) {
    EXPECT_EQ(parse_retry_after(date, kNow), 60s) << date;
  }
}

TEST(RetryAfter, ADateInThePastAsksForNoPause) {
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:48:36 GMT", kNow), 0s);
  EXPECT_EQ(parse_retry_after("Thu, 01 Jan 1970 00:00:00 GMT", kNow), 0s);
}

TEST(RetryAfter, IsAYearAtTheMost) {
  EXPECT_EQ(parse_retry_after("31536001", kNow), kYear);
  EXPECT_EQ(parse_retry_after(std::string(1000, '9'), kNow), kYear);
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 9999 08:49:37 GMT", kNow), kYear);
}

TEST(RetryAfter, GarbageIsIgnored) {
  for (const std::string& value : {""s, " "s, "-5"s, "1.5"s, "1e3"s, "12 apples"s, "soon"s, "Sun"s, "08:49:37"s, "+5"s,
                                   "\xFF\x00"s, std::string(1'000'000, 'x'), std::string(1'000'000, '-')}) {
    EXPECT_FALSE(parse_retry_after(value, kNow)) << value.substr(0, 20);
  }
}

}  // namespace
