#include "crawler/robots.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "crawler/url.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/robots_laws.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/test_data.hpp"

namespace {

using crawler::product_token;
using crawler::RobotsRules;
using namespace std::chrono_literals;
using namespace std::string_literals;

/// Whether `lines`, in a group for all, allow the path.
bool allows(const std::string& lines, std::string_view path) {
  return RobotsRules::parse("User-agent: *\n" + lines, "sitedex").allows(path);
}

/// The bytes whose Latin-1 code points stand in a UTF-8 text.
std::string from_latin1(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    bytes += static_cast<char>(byte < 0x80 ? byte : (byte & 3U) << 6 | (static_cast<unsigned char>(text[++i]) & 0x3FU));
  }
  return bytes;
}

TEST(Robots, AnswersTheSpecificationCases) {
  const auto path = support::test_data("robots/spec-cases.json");
  if (!path) GTEST_SKIP() << "no robots/spec-cases.json; set SITEDEX_TEST_DATA";
  std::ifstream file(*path);
  for (const auto& each : nlohmann::json::parse(file)) {
    const auto bytes = [&](const char* key) { return from_latin1(each.at(key).get<std::string>()); };
    EXPECT_EQ(RobotsRules::parse(bytes("robots"), bytes("agent")).allows(bytes("url")), each.at("allowed").get<bool>())
        << each.at("id");
  }
}

// RFC 9309, 2.2.1: the product token is matched without regard to case; what follows it in the line is not.
TEST(Robots, TheGroupsOfTheAgentAreTakenTogether) {
  const std::string text =
      "User-agent: sitedex\nDisallow: /a\nUser-agent: other\nDisallow: /b\nUser-agent: SiteDex/2.0\nDisallow: /c\n"
      "User-agent: *\nDisallow: /d\n";
  const auto rules = RobotsRules::parse(text, "SITEDEX");
  EXPECT_FALSE(rules.allows("/a"));
  EXPECT_TRUE(rules.allows("/b"));
  EXPECT_FALSE(rules.allows("/c"));
  EXPECT_TRUE(rules.allows("/d"));
  EXPECT_TRUE(RobotsRules::parse(text, "sitedex-images").allows("/a"));
}

// RFC 9309, 2.2.1
TEST(Robots, AnAgentWithoutAGroupTakesThatOfAll) {
  const std::string text = "User-agent: other\nDisallow: /a\n\nUser-agent: *\nDisallow: /d\n";
  EXPECT_FALSE(RobotsRules::parse(text, "sitedex").allows("/d"));
  EXPECT_TRUE(RobotsRules::parse(text, "sitedex").allows("/a"));
  EXPECT_FALSE(RobotsRules::parse(text, "").allows("/d"));
  EXPECT_TRUE(RobotsRules::parse("User-agent: other\nDisallow: /", "sitedex").allows("/"));
  EXPECT_TRUE(RobotsRules::parse("User-agent: 007\nDisallow: /", "").allows("/")) << "no token is nobody's";
  EXPECT_TRUE(RobotsRules().allows("/"));
}

// RFC 9309, 2.2.1 and 2.2.4: lines that are no rules do not end the lines that name agents.
TEST(Robots, OtherLinesDoNotInterfereWithGroups) {
  const auto rules = RobotsRules::parse(
      "User-agent: sitedex\nSitemap: /s\nCrawl-delay: 1\nNoindex: /n\nUser-agent: b\nDisallow: /x\n", "sitedex");
  EXPECT_FALSE(rules.allows("/x"));
  EXPECT_TRUE(rules.allows("/n"));
}

// RFC 9309, 2.2.2
TEST(Robots, LongestMatchWins) {
  const std::string lines = "Disallow: /\nAllow: /a\nDisallow: /a/b\nAllow: /a/b/c.html\n";
  EXPECT_FALSE(allows(lines, "/x"));
  EXPECT_TRUE(allows(lines, "/a/x"));
  EXPECT_FALSE(allows(lines, "/a/b/x"));
  EXPECT_TRUE(allows(lines, "/a/b/c.html?q"));
  EXPECT_FALSE(allows("Allow: /a\nDisallow: /*html", "/a.html"));
}

// RFC 9309, 2.2.2: "If an "allow" rule and a "disallow" rule are equivalent, then the "allow" rule SHOULD be used."
TEST(Robots, AllowWinsATie) {
  EXPECT_TRUE(allows("Disallow: /a\nAllow: /a\nDisallow: /a", "/a"));
  EXPECT_TRUE(allows("Disallow: /*b\nAllow: /a*", "/ab"));
}

TEST(Robots, AnEmptyRuleSaysNothing) {
  EXPECT_TRUE(allows("Disallow:\n", "/"));
  EXPECT_FALSE(allows("Disallow: /\nAllow:\n", "/a"));
}

// RFC 9309, 2.2.3
TEST(Robots, StarStandsForAnyBytesAndDollarForTheEnd) {
  EXPECT_FALSE(allows("Disallow: /*.gif$", "/a/b.gif"));
  EXPECT_TRUE(allows("Disallow: /*.gif$", "/a/b.gif?x"));
  EXPECT_FALSE(allows("Disallow: /*.gif$", "/a.gif/b.gif"));
  EXPECT_FALSE(allows("Disallow: *b*d$", "/abcdcd"));
  EXPECT_TRUE(allows("Disallow: /ab*bc$", "/abc"));
  EXPECT_FALSE(allows("Disallow: /$", "/"));
  EXPECT_TRUE(allows("Disallow: /$", "/a"));
  EXPECT_FALSE(allows("Disallow: /a**$", "/abc"));
  EXPECT_FALSE(allows("Disallow: /a$b", "/a$bc")) << "a dollar that is not at the end is itself";
}

// RFC 9309, 2.2.3: wildcards that mean themselves are escaped.
TEST(Robots, AnEscapedWildcardMeansItself) {
  EXPECT_FALSE(allows("Disallow: /a-%2A.html", "/a-*.html"));
  EXPECT_TRUE(allows("Disallow: /a-%2A.html", "/a-b.html"));
  EXPECT_FALSE(allows("Disallow: /a-%24", "/a-$"));
}

// RFC 9309, 2.2.2: bytes outside of ASCII are compared percent-encoded, as they are in a URL's serialization.
TEST(Robots, EscapesAreComparedInOneForm) {
  const auto url = *crawler::Url::parse("http://h/ä/%c3%b6");
  EXPECT_FALSE(allows("Disallow: /ä/ö", url.href()));
  EXPECT_FALSE(allows("Disallow: /%c3%A4/%C3%b6", url.href()));
  EXPECT_TRUE(allows("Disallow: /a%2Fb", "/a/b")) << "a reserved byte is not its escape";
  EXPECT_FALSE(allows("Disallow: /100%/", "/100%/x")) << "what is no escape stays";
}

TEST(Robots, TheRuleIsAboutPathAndQuery) {
  const std::string lines = "Disallow: /?q\nDisallow: /h.test\n";
  EXPECT_FALSE(allows(lines, "http://h.test?q#f"));
  EXPECT_TRUE(allows(lines, "http://h.test/a#?q"));
  EXPECT_TRUE(allows(lines, "http://h.test"));
  EXPECT_TRUE(allows(lines, "//h.test/x"));
  EXPECT_TRUE(allows("Disallow: /b", "/a?u=http://h/b"));
}

TEST(Robots, WhoAllowsAFoldersIndexAllowsTheFolder) {
  const std::string lines = "Disallow: /\nAllow: /a/index.html\n";
  EXPECT_TRUE(allows(lines, "/a/"));
  EXPECT_TRUE(allows(lines, "/a/index.html"));
  EXPECT_FALSE(allows(lines, "/a/b"));
}

// RFC 9309, 2.2: EOL = (CR / LF / CRLF)
TEST(Robots, LinesEndInAnyWay) {
  for (const std::string end : {"\n", "\r", "\r\n", " \t\r\r\n\n", "# x\n"}) {
    EXPECT_FALSE(RobotsRules::parse(fmt::format("User-agent:*{0}Disallow:/a{0}", end), "sitedex").allows("/a")) << end;
  }
}

// As google/robotstxt reads them
TEST(Robots, TakesWhatPeopleWrite) {
  EXPECT_FALSE(RobotsRules::parse("\xEF\xBB\xBFuser agent : * x\ndisalow /a", "sitedex").allows("/a"));
  EXPECT_FALSE(RobotsRules::parse("Useragent * \n DISSALLOW: /a # b", "sitedex").allows("/a"));
  EXPECT_TRUE(allows("Disallow /a b", "/a")) << "three words have no colon between them";
  EXPECT_TRUE(RobotsRules::parse("\xEF\x11\xBFUser-agent: *\nDisallow: /a", "sitedex").allows("/a"));
}

TEST(Robots, IsNotConfusedByWhatIsNoRobotsTxt) {
  EXPECT_TRUE(RobotsRules::parse("<!doctype html><title>404</title>", "sitedex").allows("/"));
  EXPECT_TRUE(RobotsRules::parse("", "sitedex").allows(""));
  EXPECT_TRUE(RobotsRules::parse(":\n:::\n\0:\n #\n"s, "sitedex").allows("/"));
  EXPECT_TRUE(RobotsRules::parse("Disallow: /\nAllow: /x", "sitedex").allows("/")) << "rules of no group";
  EXPECT_FALSE(allows("Disallow: /a\0b\n"s, "/a"));
}

// RFC 9309, 2.5
TEST(Robots, OnlyWholeLinesOfTheFirst500KiBCount) {
  const std::string comment(100, '#');
  std::string text = "User-agent: *\nDisallow: /a\n";
  while (text.size() + 2 * comment.size() < 500UZ << 10) text += comment + "\n";
  text += std::string((500UZ << 10) - text.size() - 12, '#') + "\nDisallow: /b\nDisallow: /c\n";
  const auto rules = RobotsRules::parse(text, "sitedex");
  EXPECT_FALSE(rules.allows("/a"));
  EXPECT_TRUE(rules.allows("/b")) << "cut to a rule that forbids all";
  EXPECT_TRUE(rules.allows("/c"));
}

TEST(Robots, TheLongestCrawlDelayOfTheGroupsCounts) {
  const std::string text =
      "User-agent: *\nCrawl-delay: 2.5\nUser-agent: sitedex\nUser-agent: b\nDisallow:\ncrawl-delay: 0.5 # x\n"
      "User-agent: sitedex\nCrawl-Delay: 1\nAllow: /\nUser-agent: c\nCrawl-delay: 7\n";
  EXPECT_EQ(RobotsRules::parse(text, "sitedex").crawl_delay(), 1s);
  EXPECT_EQ(RobotsRules::parse(text, "b").crawl_delay(), 500ms);
  EXPECT_EQ(RobotsRules::parse(text, "other").crawl_delay(), 2500ms);
  EXPECT_FALSE(RobotsRules::parse("", "sitedex").crawl_delay());
}

TEST(Robots, ACrawlDelayIsBounded) {
  const auto delay = [](const std::string& value) {
    return RobotsRules::parse("User-agent: *\nCrawl-delay: " + value, "sitedex").crawl_delay();
  };
  EXPECT_EQ(delay("0"), 0ms);
  EXPECT_EQ(delay("10 seconds"), 10s);
  EXPECT_EQ(delay(std::string(300, '9')), 24h);
  for (const char* const garbage : {"", "-1", "nan", "inf", "-0.5", "ten", "-"})
    EXPECT_FALSE(delay(garbage)) << garbage;
}

// RFC 9309, 2.2.4
TEST(Robots, SitemapsAreOfTheWholeFile) {
  const auto rules = RobotsRules::parse(
      "Sitemap: http://h/1.xml\nUser-agent: a\nDisallow: /\nsite-map: /2.xml?a=b%20c # x\nSitemap:\thttps://o/3",
      "sitedex");
  EXPECT_EQ(rules.sitemaps(), (std::vector<std::string>{"http://h/1.xml", "/2.xml?a=b%20c", "https://o/3"}));
}

// RFC 9309, 2.2.1
TEST(Robots, TheProductTokenIsWhatTheUserAgentBeginsWith) {
  EXPECT_EQ(product_token("sitedex/1.0 (+https://x.test/)"), "sitedex");
  EXPECT_EQ(product_token("My_Bot-x 2"), "My_Bot-x");
  EXPECT_EQ(product_token("sitedex"), "sitedex");
  EXPECT_EQ(product_token("2bots"), "");
  EXPECT_EQ(product_token(""), "");
}

TEST(Robots, AgreesWithASlowMatcherOnGeneratedRules) {
  constexpr std::array kPieces = {"/",           "/",   "*",   "$",   "a", "b",    "ab",
                                  "/index.html", "%2a", "%2A", "%e3", "?", "\xE3", "%"};
  std::mt19937 random(20261123);
  const auto text = [&](std::size_t most) {
    std::string made;
    for (std::size_t left = random() % (most + 1); left > 0; --left) made += kPieces[random() % kPieces.size()];
    return made;
  };
  int forbidden = 0;
  for (int round = 0; round < support::rounds(20'000); ++round) {
    std::vector<support::RobotsLine> lines;
    for (std::size_t left = random() % 12; left > 0; --left) {
      lines.push_back({.allow = random() % 2 == 0, .pattern = (random() % 8 == 0 ? "" : "/") + text(5)});
    }
    const std::string path = "/" + text(7);
    EXPECT_EQ(support::broken_law(lines, path), "") << path << " " << lines.size();
    forbidden += support::slowly_allows(lines, path) ? 0 : 1;
  }
  EXPECT_GT(forbidden, support::rounds(3000));
}

// Each takes minutes where a step looks at all of the input again.
TEST(Robots, HostilePatternsTakeBoundedTime) {
  const auto repeated = [](std::string_view piece, std::size_t count) {
    std::string text;
    for (; count > 0; --count) text += piece;
    return text;
  };
  const std::string path = "/" + std::string(2000, 'a');
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_TRUE(allows("Disallow: /" + repeated("*a", 50'000) + "b", path));
  EXPECT_TRUE(allows(repeated("Disallow: *b\n", 38'000), path));
  EXPECT_TRUE(
      allows(repeated("Disallow: /" + std::string(1000, 'a') + "*" + std::string(500, 'a') + "b$\n", 300), path));
  EXPECT_FALSE(allows(repeated("Disallow: /a\nAllow: /" + std::string(3000, 'a') + "\n", 160), path));
  std::string nested;
  for (std::size_t size = 0; size < 950; ++size) nested += "Disallow: /" + std::string(size, 'a') + "b\n";
  EXPECT_TRUE(allows(nested, path));
  RobotsRules::parse(repeated("\r:", 250'000), "sitedex");
  EXPECT_LT(std::chrono::steady_clock::now() - begun, support::kPatience);
}

}  // namespace
