#include "html/link_scanner.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "tests/support/reader_laws.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/tag_soup.hpp"

namespace html {
namespace {

using support::compare_link_readers;

/// Whether the page is taken, which then leads where the reading of all of it says.
bool is_read(const std::string& source) {
  const support::Agreement agreement = compare_link_readers(source);
  EXPECT_EQ(agreement.difference, "") << source;
  return agreement.is_accepted;
}

std::string refusal(const std::string& source) {
  return compare_link_readers(source).refusal;
}

std::string repeated(std::size_t times, const std::string& piece) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += piece;
  return text;
}

TEST(LinkScanner, ReadsWhereAPageLeadsAndWhatItAsks) {
  const std::string source =
      "<base href=/b><base href=/c><meta name=robots content=nofollow><link rel=canonical href='d?a&amp;b'>"
      "<title><a href=no></title><p><a rel=nofollow href=e>f<area href=g><a name=h>i<svg><a href=no></a></svg>"
      "<script>'<a href=no>'</script><a href>j";
  ReadPage page;
  ASSERT_TRUE(LinkScanner(source, page).scan());
  EXPECT_EQ(page.base_href, "/b");
  ASSERT_EQ(page.metas.size(), 1);
  EXPECT_EQ(page.metas[0].content, "nofollow");
  ASSERT_EQ(page.links.size(), 1);
  EXPECT_EQ(page.links[0].href, "d?a&b");
  ASSERT_EQ(page.anchors.size(), 3);
  EXPECT_EQ(page.anchors[0].href, "e");
  EXPECT_EQ(page.anchors[0].rel, "nofollow");
  EXPECT_EQ(page.anchors[1].href, "g");
  EXPECT_EQ(page.anchors[2].href, "");
}

// The law. Longer runs: sitedex_readers soup, swarm, and tests/fuzz/scanner_fuzz.
// Unlike one of MathML, an `mi` of HTML keeps no button open: what the second one closes is opened again in it, and
// then a link is moved.
TEST(LinkScanner, KnowsElementsByTheirNamespace) {
  EXPECT_EQ(refusal("<button><a><mi><button><u><a href=x><a href=y>"), "link in what an adoption may have left behind");
  EXPECT_TRUE(is_read("<button><math><mi></mi></math><button><u><a href=x>"));
}

TEST(LinkScanner, ReadsOfRandomTagsWhatTheReadingOfAllSays) {
  std::mt19937 random(6);
  std::vector<std::uint8_t> choices;
  int accepted = 0;
  for (int i = 0; i < support::rounds(20'000); ++i) {
    choices.resize(4 + random() % 80);
    std::ranges::generate(choices, [&] { return static_cast<std::uint8_t>(random()); });
    accepted += is_read(support::tag_soup(choices)) ? 1 : 0;
    accepted += is_read(support::swarm_soup(choices)) ? 1 : 0;
  }
  EXPECT_GT(accepted, support::rounds(20'000));
}

TEST(LinkScanner, ReadsWhatStandsInTables) {
  EXPECT_TRUE(
      is_read("<a href=1>a<table><caption><a href=2>b<col><tr>c<td><a href=3>d</a><th>e<tbody><form><td>"
              "<a href=4>f<table><td><a href=5>g</table><a href=6>h</table><a href=7>i"));
  EXPECT_TRUE(is_read("<table><tr><input><select><option>a</select><td><a href=1>b</table><td><a href=2>c"));
  EXPECT_EQ(refusal("<table><a href=1>a</table>"), "element in front of a table");
  EXPECT_TRUE(is_read("<a href=1>a</a><table><tr><td>b</td><p><i>c</i><td><a href=2>d</table>"));
  EXPECT_EQ(refusal("<table><tr><p><b><a href=1>a</table>"), "element in front of a table");
  EXPECT_EQ(refusal("<table><tr><p><table></table></table>"), "element in front of a table");
  EXPECT_EQ(refusal("<table><form><a href=1>a</table>"), "element in front of a table");
  EXPECT_EQ(refusal("<table><colgroup><link href=1></table>"), "element in front of a table");
}

// The end of a cell takes formatting out of the list up to the last marker, which here is the object's.
TEST(LinkScanner, ALinkThatOutlivesItsCellIsOpenedAgainInFrontOfTheTable) {
  EXPECT_EQ(refusal("<table><td><area href=1><a href=2><object></td><video></table>"),
            "formatting that outlives its cell");
  EXPECT_TRUE(is_read("<table><td><area href=1><a href=2><object></object></td><video></table>"));
}

TEST(LinkScanner, RefusesWhatHangsOnTheTree) {
  EXPECT_TRUE(is_read("<a href=1><b><i><u><div>a</a><a href=2>b</a></div></i><a href=3>c"));
  EXPECT_EQ(refusal("<a href=1><b><x><x><x><button><a href=2>a<button><a href=3>b"),
            "link in what an adoption may have left behind");
  EXPECT_EQ(refusal("<p><a></p>a<b><i><u><s><div><a href=2>a<a href=3>a"),
            "link in what an adoption may have left behind");
  EXPECT_EQ(refusal("<p><b></p><a href=1><div></a><a href=2>a"), "link in what an adoption may have left behind");
  EXPECT_EQ(refusal(std::string("a\0b", 3)), "NUL");
  EXPECT_EQ(refusal("<frameset>"), "frameset");
  EXPECT_EQ(refusal("<isindex>"), "isindex");
  EXPECT_EQ(refusal("<plaintext>"), "plaintext");
  EXPECT_EQ(refusal("<template></template>"), "template");
  EXPECT_EQ(refusal("<select><a href=1>"), "element in select");
  EXPECT_EQ(refusal("<div><select></div>"), "end tag in select");
  EXPECT_EQ(refusal("<svg><p>"), "element that ends SVG or MathML");
  EXPECT_EQ(refusal("<svg><title><b>"), "element where SVG or MathML may hold HTML");
  EXPECT_EQ(refusal("<svg><g></svg>"), "end tag in SVG or MathML");
  EXPECT_EQ(refusal("</><svg></svg>"), "foreign tag after </>");
}

// A refresh in a noscript is not followed.
TEST(LinkScanner, KnowsWhichMetasStandInANoscript) {
  EXPECT_TRUE(is_read("<noscript><link href=1><style></style></noscript><meta name=a>"));
  EXPECT_EQ(refusal("<noscript><meta name=a>"), "meta where noscript may be open");
  EXPECT_EQ(refusal("<noscript><div></noscript><meta name=a>"), "meta where noscript may be open");
  EXPECT_TRUE(is_read("<noscript><div></noscript><a href=1>a"));
}

// What the guards of the tree would change is left to them.
TEST(LinkScanner, KnowsTheLimitsOfTheGuards) {
  EXPECT_TRUE(is_read(repeated(500, "<div><a href=1>a</a>")));
  EXPECT_EQ(refusal(repeated(513, "<div>")), "nesting");
  std::string formatting;
  for (int i = 0; i < 65; ++i) formatting += "<b id=" + std::to_string(i) + ">";
  EXPECT_EQ(refusal(formatting), "nesting");
  EXPECT_EQ(refusal("<a" + repeated(257, " b") + ">"), "attributes");
  EXPECT_EQ(refusal("</a" + repeated(257, " b")), "attributes");
  EXPECT_EQ(refusal("<script></script" + repeated(257, " b") + ">"), "attributes");
  EXPECT_EQ(refusal(repeated(200, "<body a b>")), "attributes");
  EXPECT_EQ(refusal(repeated(250, "<html a>") + "<svg>" + repeated(10, "<html a>")), "attributes");
  EXPECT_EQ(refusal(repeated(10'001, "</b>")), "end tags of nothing");
}

}  // namespace
}  // namespace html
