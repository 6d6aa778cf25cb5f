#include "app/nearest.hpp"

#include <gtest/gtest.h>

namespace {

TEST(Nearest, IsTheNameWithTheFewestSlips) {
  const std::vector<std::string> names = {"max-pages", "max-depth", "delay"};
  EXPECT_EQ(app::nearest("max-page", names), "max-pages");
  EXPECT_EQ(app::nearest("deploy", names), "delay");
  EXPECT_EQ(app::nearest("", names), "delay");
}

TEST(Suggestion, IsMadeForASlipAndNotForAnotherWord) {
  const std::vector<std::string> names = {"crawl", "search", "stats", "check"};
  EXPECT_EQ(app::suggestion("serach", names), "; did you mean 'search'?");
  EXPECT_EQ(app::suggestion("crwal", names), "; did you mean 'crawl'?");
  EXPECT_EQ(app::suggestion("help", names), "");
  EXPECT_EQ(app::suggestion("https://example.org/", names), "");
  EXPECT_EQ(app::suggestion("search", {}), "");
}

}  // namespace
