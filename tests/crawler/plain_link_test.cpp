#include "crawler/plain_link.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace {

using crawler::PlainLink;
using crawler::Url;

constexpr std::string_view kBase = "http://docs.example.com:8080/api/java/lang/String.html?view=all#top";

bool is_plain(std::string_view link, std::string_view base = kBase) {
  return PlainLink::resolve(link, *Url::parse(base)).has_value();
}

std::string resolve(std::string_view link) {
  const auto url = PlainLink::resolve(link, *Url::parse(kBase));
  return url ? url->href() : "not plain";
}

TEST(PlainLink, ResolvesTheCommonForms) {
  EXPECT_EQ(resolve("Object.html"), "http://docs.example.com:8080/api/java/lang/Object.html");
  EXPECT_EQ(resolve("../util/a%20b.html#m(int)"), "http://docs.example.com:8080/api/java/util/a%20b.html#m(int)");
  EXPECT_EQ(resolve("../../../../x"), "http://docs.example.com:8080/x");
  EXPECT_EQ(resolve("/wiki/File:A.png?a=b"), "http://docs.example.com:8080/wiki/File:A.png?a=b");
  EXPECT_EQ(resolve(""), "http://docs.example.com:8080/api/java/lang/String.html?view=all");
  EXPECT_EQ(resolve("#m"), "http://docs.example.com:8080/api/java/lang/String.html?view=all#m");
  EXPECT_EQ(resolve("?x#m"), "http://docs.example.com:8080/api/java/lang/String.html?x#m");
  EXPECT_EQ(resolve("https://www.example.org"), "https://www.example.org/");
  EXPECT_EQ(resolve("http://www.example.org/a//b?c#d"), "http://www.example.org/a//b?c#d");
}

TEST(PlainLink, LeavesToTheParserWhatIsNotPlain) {
  for (const std::string_view link :
       {"mailto:x@y", "a:b",        "..",           "./a",          ".a",          "a/./b",         "a/../b",
        "a/%2e/b",    "%2e",        "//host/",      "\\a",          "a b",         "a\tb",          " a",
        "a ",         "\xC3\xA4",   "a?'",          "a#`",          "HTTP://a/",   "http:a",        "http://",
        "http:///",   "http://A/",  "http://a:80/", "http://u@a/",  "http://1.2/", "http://a.0x1/", "http://[::1]/",
        "http://a?b", "http://a#b", "http://%61/",  "http://a/../b"}) {
    EXPECT_FALSE(is_plain(link)) << link;
  }
}

TEST(PlainLink, NeedsABaseOfHttp) {
  EXPECT_FALSE(is_plain("a", "file:///C:/b"));
  EXPECT_FALSE(is_plain("#a", "mailto:b"));
  EXPECT_TRUE(is_plain("a", "https://b"));
}

}  // namespace
