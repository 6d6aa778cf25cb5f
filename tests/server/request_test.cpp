#include "server/request.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/random_text.hpp"
#include "tests/support/target_laws.hpp"

namespace server {
namespace {

// RFC 9112, 3.2
TEST(Target, IsAPathAndAQuery) {
  const auto target = parse_target("/a%20b/c?q=x&q=y");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/a%20b/c");
  EXPECT_EQ(target->query, (Parameters{{"q", "x"}, {"q", "y"}}));
  EXPECT_FALSE(target->authority);
  EXPECT_EQ(parse_target("/a?")->path, "/a");
  EXPECT_EQ(parse_target("/?a?b/c")->query, (Parameters{{"a?b/c", ""}}));
  EXPECT_EQ(parse_target("*")->path, "*");
}

TEST(Target, MayBeAWholeUrl) {
  EXPECT_EQ(parse_target("http://a.example:8080/b?c=d")->authority, "a.example:8080");
  EXPECT_EQ(parse_target("http://a.example:8080/b?c=d")->path, "/b");
  EXPECT_EQ(parse_target("HTTPS://a.example")->path, "/");
  const auto target = parse_target("http://a.example?c=d");
  EXPECT_EQ(target->path, "/");
  EXPECT_EQ(target->query, (Parameters{{"c", "d"}}));
}

TEST(Target, IsNothingElse) {
  for (const std::string_view text :
       {"", "a", "a.example:80", "ftp://a/", "://a/", "/a b", "/a#b", "/a\tb", "/a\x7F"}) {
    EXPECT_FALSE(parse_target(text)) << text;
  }
  EXPECT_FALSE(parse_target(std::string_view("/a\0b", 4)));
}

// https://url.spec.whatwg.org/#urlencoded-parsing
TEST(Query, IsDecodedAsAFormSendsIt) {
  EXPECT_EQ(parse_query("q=a+b&c"), (Parameters{{"q", "a b"}, {"c", ""}}));
  EXPECT_EQ(parse_query("&&a=b=c&=d&"), (Parameters{{"a", "b=c"}, {"", "d"}}));
  EXPECT_EQ(parse_query("a%3Db=%2B%26%C3%A9%"), (Parameters{{"a=b", "+&\u00e9%"}}));
  EXPECT_TRUE(parse_query("").empty());
}

TEST(Target, WhatWasPrintedParsesToItself) {
  const std::vector<std::string> alphabet{"/", "?", "&", "=",   "+",    "%",    "2",
                                          "F", "*", "a", "://", "http", "\x80", "\x01"};
  std::mt19937 random(7);
  for (int i = 0; i < 100'000; ++i) {
    const std::string text = (i % 2 == 0 ? "/" : "") + support::random_text(random, alphabet, 20);
    ASSERT_EQ(support::broken_target_law(text), "") << text;
  }
}

TEST(Query, HasABoundedNumberOfParameters) {
  std::string many;
  for (int i = 0; i < 5'000; ++i) many += "a&";
  EXPECT_EQ(parse_query(many).size(), 1'000U);
}

TEST(Request, FindsItsParameters) {
  const Request request{
      .path = "/", .query = {{"q", "first"}, {"q", "second"}, {"flag", ""}}, .captures = {{"id", "7"}}};
  EXPECT_EQ(request.parameter("q"), "first");
  EXPECT_EQ(request.parameter("flag"), "");
  EXPECT_EQ(request.parameter("other"), std::nullopt);
  EXPECT_EQ(request.capture("id"), "7");
  EXPECT_EQ(request.capture("other"), "");
}

TEST(Method, HasAName) {
  for (const std::string_view name : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
    EXPECT_EQ(name_of(*method_of(name)), name);
  }
  EXPECT_FALSE(method_of("get"));
  EXPECT_FALSE(method_of("TRACE"));
}

}  // namespace
}  // namespace server
