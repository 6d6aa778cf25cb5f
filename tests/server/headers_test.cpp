#include "server/headers.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace server {
namespace {

// RFC 9110, 5.1
TEST(Headers, AreFoundWhateverTheCaseOfTheirNames) {
  Headers headers{{"Content-Type", "text/html"}};
  headers.add("content-type", "text/plain");
  EXPECT_EQ(headers.get("CONTENT-TYPE"), "text/html");
  EXPECT_EQ(headers.count("content-type"), 2U);
  EXPECT_FALSE(headers.has("Content"));
  headers.add_default("Content-Type", "other");
  EXPECT_EQ(headers.count("Content-Type"), 2U);
  headers.set("Content-type", "one");
  EXPECT_EQ(headers.count("Content-Type"), 1U);
  EXPECT_EQ(headers.get("Content-Type"), "one");
}

TEST(Headers, AValueCannotBecomeAnotherHeader) {
  Headers headers;
  headers.add("Location", std::string_view("/a\r\nSet-Cookie: x\0", 18));
  EXPECT_EQ(headers.get("Location"), "/a  Set-Cookie: x ");
}

// RFC 9110, 12.4.2 and 12.5.3
TEST(Headers, TokensOfAListHaveWeights) {
  EXPECT_TRUE(has_token("gzip", "gzip"));
  EXPECT_TRUE(has_token("br, GZIP;q=0.5", "gzip"));
  EXPECT_TRUE(has_token(" deflate ,gzip ; q=1", "gzip"));
  EXPECT_FALSE(has_token("", "gzip"));
  EXPECT_FALSE(has_token("x-gzip, gzipped", "gzip"));
  EXPECT_FALSE(has_token("gzip;q=0", "gzip"));
  EXPECT_FALSE(has_token("gzip; q=0.000, br", "gzip"));
}

}  // namespace
}  // namespace server
