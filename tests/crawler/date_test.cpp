#include "crawler/date.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>

namespace crawler {
namespace {

/// As HTTP writes it; empty if it is none.
std::string read(std::string_view text) {
  const auto date = parse_date(text);
  return date ? http_date(*date) : "";
}

TEST(Date, EachFormOfAW3cDatetimeIsRead) {  // NOTE-datetime, "Formats"
  EXPECT_EQ(read("1997"), "Wed, 01 Jan 1997 00:00:00 GMT");
  EXPECT_EQ(read("1997-07"), "Tue, 01 Jul 1997 00:00:00 GMT");
  EXPECT_EQ(read("1997-07-16"), "Wed, 16 Jul 1997 00:00:00 GMT");
  EXPECT_EQ(read("1997-07-16T19:20+01:00"), "Wed, 16 Jul 1997 18:20:00 GMT");
  EXPECT_EQ(read("1997-07-16T19:20:30+01:00"), "Wed, 16 Jul 1997 18:20:30 GMT");
  EXPECT_EQ(read("1997-07-16T19:20:30.45-01:30"), "Wed, 16 Jul 1997 20:50:30 GMT");
  EXPECT_EQ(read("1994-11-05T13:15:30Z"), "Sat, 05 Nov 1994 13:15:30 GMT");
}

TEST(Date, FormsThatFilesReallyHaveAreReadToo) {
  EXPECT_EQ(read("\n 1997-07-16 19:20:30 \t"), "Wed, 16 Jul 1997 19:20:30 GMT");
  EXPECT_EQ(read("1997-07-16T19:20:30+0100"), "Wed, 16 Jul 1997 18:20:30 GMT");
  EXPECT_EQ(read("1997-07-16 19:20:30 +0100"), "Wed, 16 Jul 1997 18:20:30 GMT");
}

TEST(Date, EachFormOfAFeedsDateIsRead) {  // RFC 822, 5; RFC 2822, 4.3
  EXPECT_EQ(read("Sun, 06 Sep 2009 16:20:00 +0000"), "Sun, 06 Sep 2009 16:20:00 GMT");
  EXPECT_EQ(read("Thu, 05 Jan 17 13:34:52 +0100"), "Thu, 05 Jan 2017 12:34:52 GMT");
  EXPECT_EQ(read("05 Jan 2017 13:34:53 EST"), "Thu, 05 Jan 2017 18:34:53 GMT");
  EXPECT_EQ(read("5 Jan 2017"), "Thu, 05 Jan 2017 00:00:00 GMT");
}

TEST(Date, EachOfHttpsFormsIsRead) {  // RFC 9110, 5.6.7
  EXPECT_EQ(read("Sun, 06 Nov 1994 08:49:37 GMT"), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(read("Sunday, 06-Nov-94 08:49:37 GMT"), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(read("Sun Nov  6 08:49:37 1994"), "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST(Date, WhatIsNoDateIsNone) {
  for (const char* text : {"", "yesterday", "97-07-16", "1997-13-01", "1997-02-30", "1997-07-16T25:00Z", "1997-07-16T",
                           "1997-07-16x", "1997-07-16T19:20+1", "32 Jan 2017", "5 Foo 2017", "5 Jan"}) {
    EXPECT_EQ(read(text), "") << text;
  }
}

TEST(Date, WhatWasWrittenIsReadBack) {
  std::mt19937 random(3);
  for (int i = 0; i < 1000; ++i) {
    const std::chrono::sys_seconds time(std::chrono::seconds{random()});
    EXPECT_EQ(parse_date(http_date(time)), time);
  }
}

}  // namespace
}  // namespace crawler
