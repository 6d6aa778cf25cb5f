#include "crawler/robots_directives.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using crawler::Directives;
using crawler::parse_directives;
using crawler::parse_robots_tag;
using namespace std::string_literals;

/// The words that stand for it: "i" for noindex, "f" for nofollow, "a" for noarchive.
std::string letters(const Directives& asked) {
  return std::string(asked.noindex ? "i" : "") + (asked.nofollow ? "f" : "") + (asked.noarchive ? "a" : "");
}

std::string asked_of_us(std::string_view header) {
  return letters(parse_robots_tag(header, "SiteDex"));
}

TEST(RobotsDirectives, AreWordsInAnyCase) {
  EXPECT_EQ(letters(parse_directives("NoIndex,NOFOLLOW , noarchive")), "ifa");
  EXPECT_EQ(letters(parse_directives("noindex nofollow;noarchive")), "ifa");
  EXPECT_EQ(letters(parse_directives("none")), "if");
  EXPECT_EQ(letters(parse_directives("noindex, index")), "i");
}

TEST(RobotsDirectives, OtherWordsSayNothing) {
  EXPECT_EQ(letters(parse_directives("index, follow, all, nosnippet, noindexing, max-snippet:-1")), "");
  EXPECT_EQ(letters(parse_directives("")), "");
  EXPECT_EQ(letters(parse_directives(",;, \t\n,")), "");
}

TEST(RobotsDirectives, OfAHeaderAreForAllOrForTheAgentThatIsNamed) {
  EXPECT_EQ(asked_of_us("noindex, nofollow"), "if");
  EXPECT_EQ(asked_of_us("googlebot: noindex, nofollow"), "");
  EXPECT_EQ(asked_of_us("sitedex: noindex, nofollow"), "if");
  EXPECT_EQ(asked_of_us("SITEDEX :noarchive"), "a");
  EXPECT_EQ(asked_of_us("*: none"), "if");
}

// Fields of one name may be joined by commas: RFC 9110, 5.3.
TEST(RobotsDirectives, ANameIsForAllThatFollowsUpToTheNext) {
  EXPECT_EQ(asked_of_us("noarchive, googlebot: noindex, nofollow, sitedex: nofollow, bingbot: none"), "fa");
  EXPECT_EQ(asked_of_us("sitedex: noindex, 360spider: nofollow"), "i");
}

TEST(RobotsDirectives, AWordWithAValueIsNoName) {
  EXPECT_EQ(asked_of_us("unavailable_after: 25 Jun 2010 15:00:00 PST, noindex"), "i");
  EXPECT_EQ(asked_of_us("googlebot: unavailable_after: Sun, 25-Jun-10 15:00:00 GMT, noindex"), "");
  EXPECT_EQ(asked_of_us("max-snippet: 20, Max-Image-Preview: large, noarchive"), "a");
  EXPECT_EQ(asked_of_us("noindex, 15:00:00, nofollow"), "if");
}

TEST(RobotsDirectives, SurviveGarbage) {
  EXPECT_EQ(asked_of_us(":"), "");
  EXPECT_EQ(asked_of_us(":noindex"), "");
  EXPECT_EQ(asked_of_us("\0\xFF:,noindex"s), "i");
  EXPECT_EQ(asked_of_us(std::string(1'000'000, ':') + ",noindex"), "i");
  EXPECT_EQ(asked_of_us(std::string(1'000'000, ',') + "noindex"), "i");
  EXPECT_EQ(letters(parse_robots_tag("noindex", "")), "i");
}

}  // namespace
