#include "app/options.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;

TEST(Seed, IsAUrlOfTheWeb) {
  const auto seed = app::parse_seed("http://Example.org:80/a/../b#part");
  ASSERT_TRUE(seed);
  EXPECT_EQ(seed->url.href(), "http://example.org/b");
  EXPECT_FALSE(seed->is_guess);
}

TEST(Seed, WithoutASchemeIsAGuessOfHttps) {
  for (const std::string_view text : {"example.org", "example.org:8080/docs?q=a://b", "127.0.0.1/x"}) {
    const auto seed = app::parse_seed(text);
    ASSERT_TRUE(seed) << text;
    EXPECT_EQ(seed->url.scheme(), "https");
    EXPECT_TRUE(seed->is_guess);
  }
}

TEST(Seed, IsNothingElse) {
  for (const std::string_view text : {"", "ftp://example.org/", "http://", "http://a b/", "file:///etc/passwd"}) {
    EXPECT_FALSE(app::parse_seed(text)) << text;
  }
}

TEST(Duration, HasAUnit) {
  EXPECT_EQ(app::parse_duration("500ms"), 500ms);
  EXPECT_EQ(app::parse_duration("2s"), 2s);
  EXPECT_EQ(app::parse_duration("1.5m"), 90s);
  EXPECT_EQ(app::parse_duration("1h"), 1h);
  EXPECT_EQ(app::parse_duration("0"), 0s);
  for (const std::string_view text : {"", "2", "s", "-1s", "2 s", "2sec", "nan", "inf", "1e300h", "1e400s"}) {
    EXPECT_FALSE(app::parse_duration(text)) << text;
  }
}

TEST(Size, IsInPowersOf1024) {
  EXPECT_EQ(app::parse_size("65536"), 65536U);
  EXPECT_EQ(app::parse_size("64k"), 65536U);
  EXPECT_EQ(app::parse_size("16MiB"), 16U << 20);
  EXPECT_EQ(app::parse_size("0.5G"), 512U << 20);
  for (const std::string_view text : {"", "k", "-1", "1X", "1e30G"}) EXPECT_FALSE(app::parse_size(text)) << text;
}

TEST(Header, IsOneLine) {
  EXPECT_TRUE(app::parse_header("X-Token: abc"));
  EXPECT_TRUE(app::parse_header("Accept-Language:pt"));
  for (const std::string_view text : {"", "no colon", ": value", "two words: x", "A: b\r\nC: d"}) {
    EXPECT_FALSE(app::parse_header(text)) << text;
  }
}

TEST(Count, IsAWholeNumberInItsRange) {
  EXPECT_EQ(app::parse_count("500", 1), 500U);
  EXPECT_EQ(app::parse_count("0", 0), 0U);
  for (const std::string_view text : {"", "0", "-1", "+1", "1.5", "1e3", "7 ", " 7", "257", "99999999999999999999"}) {
    EXPECT_FALSE(app::parse_count(text, 1, 256)) << text;
  }
  EXPECT_FALSE(app::parse_count("9223372036854775808", 0));  // would be negative in SQL
}

}  // namespace
