#include "base/quantity.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;

TEST(Duration, HasAUnit) {
  EXPECT_EQ(base::parse_duration("500ms"), 500ms);
  EXPECT_EQ(base::parse_duration("2s"), 2s);
  EXPECT_EQ(base::parse_duration("1.5m"), 90s);
  EXPECT_EQ(base::parse_duration("1h"), 1h);
  EXPECT_EQ(base::parse_duration("7d"), 168h);
  EXPECT_EQ(base::parse_duration("0"), 0s);
  for (const std::string_view text : {"", "2", "s", "-1s", "2 s", "2sec", "nan", "inf", "1e300h", "1e400s"}) {
    EXPECT_FALSE(base::parse_duration(text)) << text;
  }
}

TEST(Duration, IsToldInTheLargestUnitThatHoldsItWhole) {
  for (const std::string_view text : {"0", "1ms", "1500ms", "90s", "59s", "1h", "25h", "7d"}) {
    EXPECT_EQ(base::duration_text(*base::parse_duration(text)), text);
  }
  EXPECT_EQ(base::duration_text(24h), "1d");
}

TEST(Size, IsInPowersOf1024) {
  EXPECT_EQ(base::parse_size("65536"), 65536U);
  EXPECT_EQ(base::parse_size("64k"), 65536U);
  EXPECT_EQ(base::parse_size("16MiB"), 16U << 20);
  EXPECT_EQ(base::parse_size("0.5G"), 512U << 20);
  for (const std::string_view text : {"", "k", "-1", "1X", "1e30G"}) EXPECT_FALSE(base::parse_size(text)) << text;
}

TEST(Count, IsAWholeNumberInItsRange) {
  EXPECT_EQ(base::parse_count("500", 1), 500U);
  EXPECT_EQ(base::parse_count("0", 0), 0U);
  for (const std::string_view text : {"", "0", "-1", "+1", "1.5", "1e3", "7 ", " 7", "257", "99999999999999999999"}) {
    EXPECT_FALSE(base::parse_count(text, 1, 256)) << text;
  }
  EXPECT_FALSE(base::parse_count("9223372036854775808", 0));  // would be negative in SQL
}

TEST(Counted, HasOneOrSeveral) {
  EXPECT_EQ(base::counted(0, "page"), "0 pages");
  EXPECT_EQ(base::counted(1, "page"), "1 page");
  EXPECT_EQ(base::counted(2, "page"), "2 pages");
}

}  // namespace
