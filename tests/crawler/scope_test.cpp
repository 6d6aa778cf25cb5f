#include "crawler/scope.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <random>

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

TEST(Scope, ADomainIsAllItsSubdomainsAtAnyPort) {
  const Scope scope{.domains = {crawler::RegistrableDomain("docs.example.co.uk")}};
  EXPECT_EQ(scope.refuses(url("http://example.co.uk/")), "");
  EXPECT_EQ(scope.refuses(url("https://WWW.Example.co.uk:8443/")), "");
  EXPECT_EQ(scope.refuses(url("http://a.b.docs.example.co.uk/")), "");
  EXPECT_EQ(scope.refuses(url("http://other.co.uk/")), "scope");
  EXPECT_EQ(scope.refuses(url("http://co.uk/")), "scope");
  EXPECT_EQ(scope.refuses(url("http://anexample.co.uk/")), "scope");
  EXPECT_EQ(scope.refuses(url("http://example.co.uk.evil.test/")), "scope");
  EXPECT_EQ(scope.refuses(url("ftp://example.co.uk/")), "scheme");
}

TEST(Scope, AnAllowedHostIsInWhateverThePrefixes) {
  Scope scope = site_scope();
  scope.prefixes = {"/docs/"};
  scope.allowed = {"other.test", "[::1]:8080"};
  EXPECT_EQ(scope.refuses(url("http://site.test/a")), "scope");
  EXPECT_EQ(scope.refuses(url("https://other.test/a")), "");
  EXPECT_EQ(scope.refuses(url("http://[0::1]:8080/a")), "");
  EXPECT_EQ(scope.refuses(url("http://[::1]/a")), "scope");
  EXPECT_EQ(scope.refuses(url("http://other.test:8080/a")), "scope");
  EXPECT_EQ(scope.refuses(url("http://www.other.test/")), "scope");
}

// What joins a crawl by itself must not lead to private addresses.
TEST(Scope, OnlySeedsAndAllowedHostsAreNamed) {
  const Scope scope{.sites = {"site.test:81", "www.site.test:81"},
                    .domains = {crawler::RegistrableDomain("site.test")},
                    .allowed = {"other.test"},
                    .seeds = {"site.test:81"}};
  EXPECT_TRUE(scope.is_named(url("http://site.test:81/a")));
  EXPECT_TRUE(scope.is_named(url("https://other.test/a")));
  for (const char* const joined : {"http://www.site.test:81/", "http://b.site.test/", "http://site.test:82/"}) {
    EXPECT_EQ(scope.refuses(url(joined)), "");
    EXPECT_FALSE(scope.is_named(url(joined))) << joined;
  }
  EXPECT_FALSE(scope.is_named(url("http://else.test/")));
}

/// Labels that are words of one another's ends, so that domains look alike.
std::string random_host(std::mt19937& random) {
  static constexpr std::array kLabels = {"a",  "aa", "github", "io",   "com", "co",
                                         "uk", "ck", "www",    "kobe", "jp",  "city"};
  std::string host = kLabels[random() % kLabels.size()];
  for (auto more = random() % 4; more > 0; --more) host += fmt::format(".{}", kLabels[random() % kLabels.size()]);
  return host;
}

TEST(Scope, HostsAreInADomainThatHaveTheSameOne) {
  std::mt19937 random(20261123);
  int inside = 0;
  for (int round = 0; round < 300; ++round) {
    const std::string seed = random_host(random);
    const Scope scope{.domains = {crawler::RegistrableDomain(seed)}};
    for (int other = 0; other < 100; ++other) {
      const std::string below = random() % 2 == 0 ? "." + seed : "";
      const std::string host = random_host(random) + below;
      const bool is_same = crawler::registrable_domain(host) == crawler::registrable_domain(seed);
      EXPECT_EQ(scope.refuses(url("http://" + host)).empty(), is_same) << host << " in the domain of " << seed;
      inside += is_same ? 1 : 0;
    }
  }
  EXPECT_GT(inside, 1000);
}

TEST(Scope, ASiteIsReadAsAUrlsHostIs) {
  EXPECT_EQ(crawler::parse_site("Docs.Example.ORG"), "docs.example.org");
  EXPECT_EQ(crawler::parse_site("example.org:8080"), "example.org:8080");
  EXPECT_EQ(crawler::parse_site("b\u00FCcher.test"), "xn--bcher-kva.test");
  EXPECT_EQ(crawler::parse_site("[0:0::1]:8080"), "[::1]:8080");
  EXPECT_EQ(crawler::parse_site("127.1"), "127.0.0.1");
  EXPECT_EQ(crawler::parse_site("example.org:80"), "example.org");
  EXPECT_EQ(crawler::parse_site("example.org:443"), "example.org");
}

TEST(Scope, WhatIsMoreThanAHostAndAPortIsNoSite) {
  for (const char* const text : {"", ":80", "http://a.test", "a.test/", "a.test/b", "u@a.test", "a.test?", "a.test#",
                                 "*.a.test", "a b.test", "::1", "a.test:x", "a.test:65536", "a.test\\"}) {
    const auto site = crawler::parse_site(text);
    ASSERT_FALSE(site) << text;
    EXPECT_EQ(site.error().kind, base::ErrorKind::kTellUser);
  }
  EXPECT_EQ(crawler::parse_site("a.test/b").error().what,
            "host 'a.test/b': expected HOST or HOST:PORT, like docs.example.org:8080");
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
  EXPECT_FALSE(is_same_owner("http://www.site.test/", "http://www.www.site.test/"));
  EXPECT_FALSE(is_same_owner("http://site.test/", "http://site.test./"));
  EXPECT_FALSE(is_same_owner("http://127.0.0.1:80/", "http://127.0.0.1:6379/"));
}

TEST(Scope, ADirectoryEndsAtTheLastSlashOfThePath) {
  EXPECT_EQ(crawler::directory(url("http://site.test")), "/");
  EXPECT_EQ(crawler::directory(url("http://site.test/a")), "/");
  EXPECT_EQ(crawler::directory(url("http://site.test/a/b.html?c/d#e/f")), "/a/");
  EXPECT_EQ(crawler::directory(url("http://site.test/a/b/")), "/a/b/");
}

}  // namespace
