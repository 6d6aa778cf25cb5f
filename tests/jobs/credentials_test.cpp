#include "jobs/credentials.hpp"

#include <gtest/gtest.h>

namespace {

// RFC 4648, 10.
TEST(Login, IsWrittenInBase64) {
  EXPECT_EQ(jobs::parse_login("f:"), "Basic Zjo=");
  EXPECT_EQ(jobs::parse_login("fo:"), "Basic Zm86");
  EXPECT_EQ(jobs::parse_login("foo:bar"), "Basic Zm9vOmJhcg==");
  EXPECT_EQ(jobs::parse_login("a:b:c"), "Basic YTpiOmM=");
  EXPECT_EQ(jobs::parse_login("t\xc3\xa9st:\xc2\xa3"), "Basic dMOpc3Q6wqM=");
}

TEST(Login, HasANameAndAColonAndNoControls) {
  for (const std::string_view text : {"", "name", ":password", "a:b\r\nX: y"}) EXPECT_FALSE(jobs::parse_login(text));
}

// RFC 6750, 2.1.
TEST(Bearer, IsOneTokenAndNoMore) {
  EXPECT_EQ(jobs::parse_bearer("aZ0-._~+/=="), "Bearer aZ0-._~+/==");
  for (const std::string_view text : {"", "a b", "a\r\nX: y"}) EXPECT_FALSE(jobs::parse_bearer(text));
}

std::pair<std::string, std::string> taken(std::string_view text) {
  const auto [url, authorization] = jobs::take_credentials(*crawler::Url::parse(text));
  return {url.href(), authorization};
}

TEST(Credentials, AreTakenOutOfAUrl) {
  using Taken = std::pair<std::string, std::string>;
  EXPECT_EQ(taken("http://foo:bar@a.test/x@y?q=@#@"), Taken("http://a.test/x@y?q=@#@", "Basic Zm9vOmJhcg=="));
  EXPECT_EQ(taken("http://foo@a.test:8080/"), Taken("http://a.test:8080/", "Basic Zm9vOg=="));
  EXPECT_EQ(taken("http://a%3Fb:c@d@[::1]/"), Taken("http://[::1]/", "Basic YT9iOmNAZA=="));
  EXPECT_EQ(taken("http://a.test/x@y"), Taken("http://a.test/x@y", ""));
}

TEST(Credentials, AreNotShownOfWhatIsNoUrl) {
  EXPECT_EQ(jobs::without_credentials("http://a:b@c d/"), "http://c d/");
  EXPECT_EQ(jobs::without_credentials("a:b@c"), "c");
  EXPECT_EQ(jobs::without_credentials("c/d@e"), "c/d@e");
  EXPECT_EQ(jobs::without_credentials(""), "");
}

}  // namespace
