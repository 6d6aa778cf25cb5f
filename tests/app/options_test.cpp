#include "app/options.hpp"

#include <gtest/gtest.h>

namespace {

TEST(Header, IsOneLine) {
  EXPECT_TRUE(app::parse_header("X-Token: abc"));
  EXPECT_TRUE(app::parse_header("Accept-Language:pt"));
  for (const std::string_view text : {"", "no colon", ": value", "two words: x", "A: b\r\nC: d"}) {
    EXPECT_FALSE(app::parse_header(text)) << text;
  }
}

}  // namespace
