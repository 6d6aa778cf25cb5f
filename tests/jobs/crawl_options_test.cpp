#include "jobs/crawl_options.hpp"

#include <gtest/gtest.h>

namespace {

TEST(Seed, IsAUrlOfTheWeb) {
  const auto seed = jobs::parse_seed("http://Example.org:80/a/../b#part");
  ASSERT_TRUE(seed);
  EXPECT_EQ(seed->url.href(), "http://example.org/b");
  EXPECT_FALSE(seed->is_guess);
}

TEST(Seed, WithoutASchemeIsAGuessOfHttps) {
  for (const std::string_view text : {"example.org", "example.org:8080/docs?q=a://b", "127.0.0.1/x"}) {
    const auto seed = jobs::parse_seed(text);
    ASSERT_TRUE(seed) << text;
    EXPECT_EQ(seed->url.scheme(), "https");
    EXPECT_TRUE(seed->is_guess);
  }
}

TEST(Seed, IsNothingElse) {
  for (const std::string_view text : {"", "ftp://example.org/", "http://", "http://a b/", "file:///etc/passwd"}) {
    EXPECT_FALSE(jobs::parse_seed(text)) << text;
  }
}

}  // namespace
