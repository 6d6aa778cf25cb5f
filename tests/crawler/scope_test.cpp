#include "crawler/scope.hpp"

#include <gtest/gtest.h>

namespace {

using crawler::Pattern;
using crawler::Scope;
using crawler::Url;

Url url(std::string_view text) {
  return *Url::parse(text);
}

bool matches(std::string_view pattern, std::string_view text) {
  const auto parsed = Pattern::parse(pattern);
  EXPECT_TRUE(parsed) << pattern;
  return parsed && parsed->matches(text);
}

Scope site_scope() {
  return {.sites = {"site.test"}, .prefixes = {}, .include = {}, .exclude = {}};
}

TEST(Pattern, AGlobMatchesTheWholeUrl) {
  EXPECT_TRUE(matches("http://site.test/a", "http://site.test/a"));
  EXPECT_FALSE(matches("http://site.test/a", "http://site.test/ab"));
  EXPECT_FALSE(matches("site.test/a", "http://site.test/a"));
  EXPECT_TRUE(matches("*/a/*.html", "http://site.test/x/a/b/c.html"));
  EXPECT_FALSE(matches("*/a/*.html", "http://site.test/x/a/b/c.html?d"));
}

TEST(Pattern, AStarIsAnyRunAndAQuestionMarkOneCharacter) {
  EXPECT_TRUE(matches("http://site.test/*", "http://site.test/"));
  EXPECT_TRUE(matches("*", "http://site.test/a/b"));
  EXPECT_TRUE(matches("*/?", "http://site.test/a"));
  EXPECT_FALSE(matches("*test/?", "http://site.test/"));
  EXPECT_FALSE(matches("*test/?", "http://site.test/ab"));
}

TEST(Pattern, NothingElseIsSpecialInAGlob) {
  for (const char c : std::string_view(R"(.+|()[]{}^$\#-&~)")) {
    const std::string literal = std::string("http://site.test/a") + c + "b";
    EXPECT_TRUE(matches(literal, literal)) << c;
    EXPECT_FALSE(matches(literal, "http://site.test/aab")) << c;
  }
}

TEST(Pattern, ARegularExpressionMatchesAnywhere) {
  EXPECT_TRUE(matches("re:/a[0-9]+", "http://site.test/x/a12/y"));
  EXPECT_FALSE(matches("re:/a[0-9]+$", "http://site.test/x/a12/y"));
  EXPECT_TRUE(matches("re:", "http://site.test/"));
}

// What backtracks takes exponential time on the last two; std::regex crashes on the first.
TEST(Pattern, TakesSixtyKilobytes) {
  const std::string folder = "http://site.test/" + std::string(60'000, 'a');
  EXPECT_TRUE(matches("*.test/*", folder));
  EXPECT_FALSE(matches("re:(a+)+b$", folder));
  EXPECT_FALSE(matches("*a*a*a*a*a*a*a*a*b", folder));
  EXPECT_TRUE(matches(folder, folder));
}

TEST(Pattern, AnInvalidOneIsNamedWithWhatIsWrong) {
  const auto parsed = Pattern::parse("re:a(b");
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().kind, base::ErrorKind::kTellUser);
  EXPECT_EQ(parsed.error().what, "pattern 're:a(b': missing ): a(b");
}

TEST(Pattern, OneThatNeedsTooMuchMemoryIsNoPattern) {
  EXPECT_FALSE(Pattern::parse("re:((a{100}){100}){100}"));
}

TEST(Scope, TheSiteIsHostAndPortWhateverTheScheme) {
  const Scope scope = site_scope();
  EXPECT_EQ(scope.refuses(url("http://site.test/a")), "");
  EXPECT_EQ(scope.refuses(url("https://site.test/a")), "");
  EXPECT_EQ(scope.refuses(url("http://SITE.test:80/a")), "");
  EXPECT_EQ(scope.refuses(url("http://site.test:8080/a")), "scope");
  EXPECT_EQ(scope.refuses(url("http://www.site.test/a")), "scope");
  EXPECT_EQ(scope.refuses(url("http://site.test.evil.test/")), "scope");
  EXPECT_EQ(scope.refuses(url("http://site.test@evil.test/")), "scope");
}

TEST(Scope, WhatIsNotHttpIsRefusedForItsScheme) {
  EXPECT_EQ(site_scope().refuses(url("ftp://site.test/a")), "scheme");
  EXPECT_EQ(site_scope().refuses(url("mailto:a@site.test")), "scheme");
}

TEST(Scope, AnyOfThePrefixesWillDo) {
  Scope scope = site_scope();
  scope.prefixes = {"/docs/", "/wiki/"};
  EXPECT_EQ(scope.refuses(url("http://site.test/docs/a")), "");
  EXPECT_EQ(scope.refuses(url("http://site.test/wiki/")), "");
  EXPECT_EQ(scope.refuses(url("http://site.test/docs")), "scope");
  EXPECT_EQ(scope.refuses(url("http://site.test/docs/../a")), "scope");
}

TEST(Scope, OneIncludeHasToMatchAndNoExcludeMay) {
  Scope scope = site_scope();
  scope.include = {*Pattern::parse("*/a*"), *Pattern::parse("*/b*")};
  scope.exclude = {*Pattern::parse("re:\\.pdf$")};
  EXPECT_EQ(scope.refuses(url("http://site.test/a1")), "");
  EXPECT_EQ(scope.refuses(url("http://site.test/b1")), "");
  EXPECT_EQ(scope.refuses(url("http://site.test/c1")), "pattern");
  EXPECT_EQ(scope.refuses(url("http://site.test/a1.pdf")), "pattern");
}

TEST(Scope, NamesTheWidestRuleThatForbids) {
  Scope scope = site_scope();
  scope.exclude = {*Pattern::parse("*")};
  EXPECT_EQ(scope.refuses(url("http://site.test/")), "pattern");
  EXPECT_EQ(scope.refuses(url("http://other.test/")), "scope");
  EXPECT_EQ(scope.refuses(url("ftp://other.test/")), "scheme");
}

TEST(Scope, AnOwnerIsKnownByTheHostButForWww) {
  const auto is_same_owner = [](std::string_view seed, std::string_view target) {
    return Scope::is_same_owner(url(seed), url(target));
  };
  EXPECT_TRUE(is_same_owner("http://site.test/", "https://www.site.test/"));
  EXPECT_TRUE(is_same_owner("https://www.site.test/", "http://site.test/"));
  EXPECT_TRUE(is_same_owner("http://site.test:8080/", "https://site.test:8443/"));
  EXPECT_TRUE(is_same_owner("http://site.test:8080/", "http://www.site.test:8080/"));
  EXPECT_FALSE(is_same_owner("http://site.test/", "http://site.test:8080/"));
  EXPECT_FALSE(is_same_owner("https://site.test:8443/", "http://site.test:8080/"));
  EXPECT_FALSE(is_same_owner("http://site.test/", "http://docs.site.test/"));
  EXPECT_FALSE(is_same_owner("http://site.test/", "http://wwwsite.test/"));
  EXPECT_FALSE(is_same_owner("http://www.a.test/", "http://www.b.test/"));
}

TEST(Scope, ADirectoryEndsAtTheLastSlashOfThePath) {
  EXPECT_EQ(crawler::directory(url("http://site.test")), "/");
  EXPECT_EQ(crawler::directory(url("http://site.test/a")), "/");
  EXPECT_EQ(crawler::directory(url("http://site.test/a/b.html?c/d#e/f")), "/a/");
  EXPECT_EQ(crawler::directory(url("http://site.test/a/b/")), "/a/b/");
}

}  // namespace
