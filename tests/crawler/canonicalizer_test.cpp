#include "crawler/canonicalizer.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <span>
#include <utility>

#include "tests/support/url_laws.hpp"

namespace {

using crawler::Canonicalizer;
using crawler::Url;

Canonicalizer dropping(std::span<const std::string_view> names) {
  auto canonicalizer = Canonicalizer::parse(names);
  EXPECT_TRUE(canonicalizer);
  return std::move(canonicalizer).value();
}

Canonicalizer dropping(std::initializer_list<std::string_view> names) {
  return dropping(std::span(names.begin(), names.size()));
}

Canonicalizer by_default() {
  return dropping(Canonicalizer::default_names());
}

std::string canonical(std::string_view url, const Canonicalizer& canonicalizer = by_default()) {
  return canonicalizer.canonicalize(*Url::parse(url)).href();
}

TEST(Canonicalizer, DropsWhatFollowsVisitors) {
  EXPECT_EQ(canonical("http://a.test/?utm_source=x&utm_medium=y"), "http://a.test/");
  EXPECT_EQ(canonical("http://a.test/b?id=1&gclid=x"), "http://a.test/b?id=1");
  EXPECT_EQ(canonical("http://a.test/b?fbclid=x&id=1"), "http://a.test/b?id=1");
  EXPECT_EQ(canonical("http://a.test/b?_ga=1.2&id=1&_gl=x&mc_eid=y"), "http://a.test/b?id=1");
}

TEST(Canonicalizer, DropsSessionsInQueryAndPath) {
  EXPECT_EQ(canonical("http://a.test/b?PHPSESSID=x"), "http://a.test/b");
  EXPECT_EQ(canonical("http://a.test/b.asp?ASPSESSIONIDQQGGGN=x&c"), "http://a.test/b.asp?c");
  EXPECT_EQ(canonical("http://a.test/b;jsessionid=0A1B?c=d"), "http://a.test/b?c=d");
  EXPECT_EQ(canonical("http://a.test/b;JSESSIONID=0A1B/c;x=1;jsessionid=2;y/d"), "http://a.test/b/c;x=1;y/d");
  EXPECT_EQ(canonical("http://a.test/;jsessionid=1"), "http://a.test/");
}

TEST(Canonicalizer, LeavesWhatMayChooseAPage) {
  for (const char* const url : {"http://a.test/?sid=1", "http://a.test/?session=2&ref=x",
                                "http://a.test/?id=utm_source", "http://a.test/?utm=1", "http://a.test/utm_source=x",
                                "http://a.test/b;v=1.1", "http://a.test/?q=a;gclid=b", "http://a.test/#utm_source=x",
                                "http://gclid@a.test/", "mailto:a@b?utm_source=c", "ftp://a.test/b;jsessionid=1"}) {
    EXPECT_EQ(canonical(url), Url::parse(url)->href());
  }
}

TEST(Canonicalizer, KeepsOrderAndSpellingOfTheOthers) {
  EXPECT_EQ(canonical("http://a.test/?b=%41&&gclid&a=+&b#f"), "http://a.test/?b=%41&&a=+&b#f");
  EXPECT_EQ(canonical("http://a.test/?b=2&gclid=1&A=1"), "http://a.test/?b=2&A=1");
}

TEST(Canonicalizer, AQueryLosesItsMarkOnlyIfNothingIsLeft) {
  EXPECT_EQ(canonical("http://a.test/?gclid=1#f"), "http://a.test/#f");
  EXPECT_EQ(canonical("http://a.test/?gclid=1&"), "http://a.test/");
  EXPECT_EQ(canonical("http://a.test/?"), "http://a.test/?");
}

TEST(Canonicalizer, ComparesNamesDecodedAndWithoutCase) {
  EXPECT_EQ(canonical("http://a.test/?%55TM%5fsource=x&GCLID=1"), "http://a.test/");
  EXPECT_EQ(canonical("http://a.test/b;%6asessionid=1"), "http://a.test/b");
}

TEST(Canonicalizer, AGlobHasItsStarAtTheBeginningTheEndOrBoth) {
  const Canonicalizer canonicalizer = dropping({"a*", "*Z", "*mid*", "one"});
  EXPECT_EQ(canonical("http://h.test/?a&ab&ba&z&yz&zy&amidst&xmidx&mid&one&ones", canonicalizer),
            "http://h.test/?ba&zy&ones");
  EXPECT_EQ(canonical("http://h.test/b;x?y&=z&", dropping({"*"})), "http://h.test/b?=z&");
}

TEST(Canonicalizer, WithoutNamesDropsNothing) {
  EXPECT_EQ(canonical("http://a.test/b;jsessionid=1?gclid=2", dropping({})), "http://a.test/b;jsessionid=1?gclid=2");
}

TEST(Canonicalizer, RefusesOtherGlobs) {
  for (const std::string_view name : {"", "a*b", "a**", "***"}) {
    const auto parsed = Canonicalizer::parse(std::array{name});
    ASSERT_FALSE(parsed) << name;
    EXPECT_EQ(parsed.error().kind, base::ErrorKind::kTellUser);
  }
  EXPECT_EQ(Canonicalizer::parse(std::array{std::string_view("a*b")}).error().what,
            "parameter 'a*b': expected a name, with '*' only at its beginning or end");
}

// "/a/..;jsessionid=1/b" without the parameter would be "/b".
TEST(Canonicalizer, MakesNoDotSegments) {
  EXPECT_EQ(canonical("http://a.test/a/..;jsessionid=1/b"), "http://a.test/a/..;jsessionid=1/b");
  EXPECT_EQ(canonical("http://a.test/a/%2e;jsessionid=1"), "http://a.test/a/%2e;jsessionid=1");
}

std::string random_url(std::mt19937& random) {
  static constexpr std::array kPieces = {"/",          "//",     ";",        "?",     "&",          "=",
                                         "#",          ".",      "..",       "%2e",   "%",          "%26",
                                         "%3B",        "a",      "b",        "gclid", "utm_source", ";x",
                                         ":",          "@",      "|",        "'",     "gCl%69d",    ";jsessionid=1",
                                         "&utm_x=%20", "\u00E4", "?gclid=1", " "};
  std::string url = random() % 8 == 0 ? "foo:/" : "http://h.test";
  for (auto more = random() % 10; more > 0; --more) url += kPieces[random() % kPieces.size()];
  return url;
}

TEST(Canonicalizer, KeepsItsLawsOnGeneratedUrls) {
  const Canonicalizer canonicalizer = by_default();
  const Url base = *Url::parse("http://base.test/");
  std::mt19937 random(20261123);
  int changed = 0;
  for (int round = 0; round < 50'000; ++round) {
    const auto url = Url::parse(random_url(random));
    if (!url) continue;
    const Url once = canonicalizer.canonicalize(*url);
    EXPECT_EQ(canonicalizer.canonicalize(once), once) << url->href();
    EXPECT_EQ(support::broken_law(once, base), "") << url->href();
    EXPECT_EQ(once.site(), url->site());
    EXPECT_EQ(once.fragment(), url->fragment());
    changed += once == *url ? 0 : 1;
  }
  EXPECT_GT(changed, 4'000);
}

}  // namespace
