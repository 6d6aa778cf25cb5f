#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "html/scanner.hpp"
#include "tests/support/reader_laws.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/tag_soup.hpp"

namespace html {
namespace {

using support::compare_readers;

/// Whether the scanner takes the page, which then is what Gumbo's tree says.
bool is_read(const std::string& source) {
  const support::Agreement agreement = compare_readers(source);
  EXPECT_EQ(agreement.difference, "") << source;
  return agreement.is_accepted;
}

std::string refusal(const std::string& source) {
  return compare_readers(source).refusal;
}

// The law: what is accepted is what the tree gives. Longer runs: sitedex_readers soup, swarm, and
// tests/fuzz/scanner_fuzz.
TEST(Scanner, ReadsOfRandomTagsWhatTheTreeSays) {
  std::mt19937 random(5);
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

TEST(Scanner, ReadsWhatTheStandardRepairs) {
  EXPECT_TRUE(is_read("<p>a<div>b</p>c<li>d<li>e<dd>f<dt>g<table><tr><td>h<th>i<tbody><td>j</table>k"));
  EXPECT_TRUE(is_read("<select><option>a<optgroup><option>b<p>c</select>d<select><input>e"));
  EXPECT_TRUE(is_read("<ruby>a<rt>b<rp>c</ruby><button>d<button>e<form>f<form>g</form>h"));
  EXPECT_TRUE(is_read("<svg><g/><title>a<p>b</p></title><desc><b>c</desc><path/></svg>d<math><mi>e</math>f"));
  EXPECT_TRUE(is_read("<noscript><img height=1><p>a</noscript><title>b</title><p>c"));
  EXPECT_TRUE(is_read("<pre>\n\na\n b</pre><textarea>\n<p></textarea><xmp><p>&amp;</xmp>"));
}

// The adoption agency algorithm moves elements; on a page of little text it matters which of them are empty.
TEST(Scanner, ReadsWhatFormattingElementsCross) {
  const std::string text = "<p>" + std::string(500, 'x') + "</p>";
  EXPECT_TRUE(is_read(text + "<b>a<p>b</b>c</p><i>d<div>e<u>f</i>g</div>h</u>i"));
  EXPECT_TRUE(is_read(text + "<a href=1>a<a href=2>b<p>c</a>d</p><nobr>e<nobr>f"));
  EXPECT_TRUE(is_read(text + "<a href=1><b><i><u><s><tt>a<div>b</a>c</div>d"));
  EXPECT_EQ(refusal("<b>a<p>b</b>c"), "moved elements on a page of little text");
  EXPECT_EQ(refusal(text + "<a><b><i><u><s><div>a</a>b</div></i>c"), "more in what an adoption left behind");
  EXPECT_EQ(refusal(text + "<a hidden href=1><h3>a<a>b"), "adoption out of what is hidden");
  EXPECT_EQ(refusal(text + "<nobr><a href=1><b><i><u><pre><nobr>a"), "adoption out of a link that stays open");
  EXPECT_EQ(refusal(text + "<a><b><x><x><x><button><a>a<button>b"), "more in what an adoption left behind");
  EXPECT_EQ(refusal(text + "<a><b><i><u><s><div>a</a></div></i><s>c"), "more in what an adoption left behind");
}

// HTML Standard, 13.2.6.4.6: what belongs into the head is put there, where it is no target.
TEST(Scanner, ElementsOfTheHeadMayStandBehindIt) {
  for (const std::string name : {"base", "basefont", "bgsound", "link", "meta"}) {
    EXPECT_TRUE(is_read("<head></head><" + name + " id=a><h1>b</h1>")) << name;
  }
}

TEST(Scanner, TemplatesAreNoPartOfThePage) {
  EXPECT_TRUE(is_read("a<template><p>b<template>c</template><script></template></script></template>d"));
  EXPECT_TRUE(is_read("a<template><svg><title>b</title><path d=x /><![CDATA[</template>]]><g></g></svg></template>c"));
}

// What is moved in front of a table is of no consequence as long as there is nothing to be read in it.
TEST(Scanner, EmptyElementsInFrontOfATableAreNothing) {
  EXPECT_TRUE(is_read("<table><tr><td>a</tr><p><br></p><tr><td>b</table>"));
  EXPECT_EQ(refusal("<table><tr><td>a</tr>b<tr><td>c</table>"), "text in a table");
  EXPECT_EQ(refusal("<table><tr><xmp>b</xmp></table>"), "text in front of a table");
  EXPECT_EQ(refusal("<table><tr><a href=x></table>"), "element in front of a table");
  EXPECT_EQ(refusal("<table><h1></table>"), "heading in front of a table");
  EXPECT_EQ(refusal("<table id=a><div id=b></table>"), "target in front of a table");
  EXPECT_EQ(refusal("<table><img id=a></table>"), "target in front of a table");
  EXPECT_EQ(refusal("<table hidden><code><xmp>a</table>"), "element in front of a hidden table");
}

// Random tags found most of these.
TEST(Scanner, RefusesWhatItCannotDerive) {
  EXPECT_EQ(refusal("<frameset>"), "frameset");
  EXPECT_EQ(refusal("<plaintext>"), "plaintext");
  EXPECT_EQ(refusal("<isindex>"), "isindex");
  EXPECT_EQ(refusal(std::string("a\0b", 3)), "NUL");
  EXPECT_EQ(refusal("<template><svg></template>"), "template");
  EXPECT_EQ(refusal("<template><svg><title><p></title></svg></template>"), "template");
  EXPECT_EQ(refusal("<template><a href=x><object></template>a"), "template");
  EXPECT_EQ(refusal("<template><div></p></div></template>"), "template");
  EXPECT_EQ(refusal("<template>"), "template without an end");
  EXPECT_EQ(refusal("<body><body class=x>"), "names of a further body");
  EXPECT_EQ(refusal("<html><p><html style='display:none'>a"), "further html or body that hides");
  EXPECT_TRUE(is_read("<html><html class=a lang=de><body class=x><body class=y style=color:red>a"));
  EXPECT_TRUE(is_read("a<form style='display: none'>b<input></form>c"));
  EXPECT_EQ(refusal("</><svg></svg>a"), "foreign tag after </>");
  EXPECT_EQ(refusal("<form hidden>a</form>b"), "text behind its form");
  EXPECT_EQ(refusal("<p><b hidden>a</p>b"), "hidden element that is opened again");
  EXPECT_EQ(refusal("<b><main><div>a</b>"), "adoption out of a block");
  EXPECT_EQ(refusal("<head id=app></head><link href=x>a"), "head with the name of a mount");
  EXPECT_EQ(refusal("<body><noscript><svg><![CDATA[javascript]]></svg></noscript>"), "CDATA in noscript");
  EXPECT_EQ(refusal("<!doctype html system x><p><table>"), "table in p in who knows which mode");
}

// Behind a table Gumbo looks for the mode in foreign elements, too.
TEST(Scanner, KnowsWhatAForeignElementIsTakenForBehindATable) {
  EXPECT_EQ(refusal("<math><frameset><mtext><table></table><a href=x>"), "frameset");
  // "In select in table" handed this cell to itself for ever.
  EXPECT_EQ(refusal("<table><td><svg><select><desc><template></template><td>"), "select in foreign content");
  for (const char* const name : {"td", "tr", "tbody", "caption", "colgroup", "select", "template", "head", "html"}) {
    const std::string open = std::string("<svg><") + name + "><desc><table>";
    const std::string difference = compare_readers(open + "</table><a href=x>a</a><td>b<script>c</script>").difference;
    EXPECT_EQ(difference, "") << name;
  }
  EXPECT_EQ(refusal("<svg><tbody><desc><table></table><tr><meta>"), "part of a table without a table");
}

// Guards once took an object of SVG for a barrier, which only one of HTML is, and text behind it for tags: what they
// blank there was missing from the text.
TEST(Scanner, GuardsKnowElementsByTheirNamespace) {
  EXPECT_TRUE(is_read("<nobr><svg hidden><object></nobr><xmp>a<p href=b href>"));
  EXPECT_TRUE(is_read("<math><desc><select></math><xmp>a<p href=b href>"));
  EXPECT_TRUE(is_read("<svg><font color=red><xmp>a<p href=b href>"));
  EXPECT_TRUE(is_read("<math><annotation-xml encoding=text/html><xmp>a<p href=b href>"));
  EXPECT_TRUE(is_read("<svg><desc><![CDATA[<p href=b href>]]>a"));
}

// Once they took such an end tag for nothing, and the title for one of SVG, whose content is not text.
TEST(Scanner, GuardsKnowThatAnEndTagMayEndAnElementAroundForeignOnes) {
  EXPECT_TRUE(is_read("<svg><title><x><math></y><title><p a a>"));
}

// A table that begins between the cells of another one ends that, so that none of these is nested.
TEST(Scanner, GuardsKnowThatATableEndsTheOneBefore) {
  std::string page;
  for (int i = 0; i < 600; ++i) page += i % 3 == 0 ? "<table>" : i % 3 == 1 ? "<table><tr>" : "<table><div>";
  EXPECT_TRUE(is_read(page));
}

// Of a duplicate without a value Gumbo itself leaves its name in front of the next one's.
TEST(Scanner, ADuplicateAttributeTakesNothingFromTheNext) {
  EXPECT_TRUE(is_read("<a b b href=x>a</a><a b B<b b<B href=y rel=nofollow>b</a>"));
  EXPECT_TRUE(is_read("<a b b b=1 b c href=x>a</a><a href=x href rel=nofollow>b</a><a b=1 b= href=x>c</a>"));
}

// In quirks mode a table stands in the paragraph before it.
TEST(Scanner, KnowsTheModeOfADoctype) {
  EXPECT_TRUE(is_read("<p>a<table><tr><td>b</table>c"));
  EXPECT_TRUE(is_read("<!doctype html><p>a<table><tr><td>b</table>c"));
  EXPECT_TRUE(
      is_read("<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" "
              "\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\"><p>a<table><tr><td>b</table>c"));
}

TEST(Scanner, RefusesWhatTheGuardsOfTheTreeMightCut) {
  const auto repeated = [](const std::string& unit, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += unit;
    return text;
  };
  EXPECT_TRUE(is_read(repeated("<div>", 200) + "a"));
  EXPECT_EQ(refusal(repeated("<div>", 300)), "nesting");
  std::string formatting;
  for (int i = 0; i < 40; ++i) formatting += "<b id=" + std::to_string(i) + ">";
  EXPECT_EQ(refusal(formatting), "open formatting");
  EXPECT_EQ(refusal("<p " + repeated("a ", 300) + ">"), "attributes");
  EXPECT_EQ(refusal("<html " + repeated("a ", 200) + "><html " + repeated("b ", 200) + ">"), "attributes");
  EXPECT_EQ(refusal(repeated("<html a>", 250) + "<svg>" + repeated("<html a>", 10)), "attributes");
  EXPECT_TRUE(is_read(repeated("<html a>", 250) + repeated("</html a>", 10) + "<html " + repeated("b ", 10)));
  EXPECT_EQ(refusal("<script></script " + repeated("a ", 300) + ">"), "attributes");
  EXPECT_EQ(refusal("<template><b></b " + repeated("a ", 300) + "></template>"), "attributes");
  EXPECT_EQ(refusal("<template>" + repeated("<div>", 300) + "</template>"), "nesting");
  EXPECT_EQ(refusal("<template><svg>" + repeated("<g>", 300) + "</svg></template>"), "nesting");
  EXPECT_EQ(refusal("<template>" + formatting + "</template>"), "open formatting");
  EXPECT_EQ(refusal("<template>" + repeated("<p></p>", 10'001) + "</template>"), "end tags of nothing");
  EXPECT_EQ(refusal("<p>" + repeated("</b>", 10'001)), "end tags of nothing");
  EXPECT_EQ(refusal(repeated("<span>", 200) + repeated("<p>", 1) + repeated("</x><i></i>", 40'000)),
            "end tags of nothing");
}

// Formatting elements are compared by their attributes, which may be long, with each that comes.
TEST(Scanner, RefusesWhatTakesWorkOutOfProportion) {
  std::string page;
  for (const char c : {'x', 'y', 'z'}) page += "<b title=" + std::string(20'000, c) + ">";
  for (int i = 0; i < 10'000; ++i) page += "<b></b>";
  EXPECT_EQ(refusal(page), "work");
}

TEST(Scanner, BlocksKnowTheLinksAndContainersAroundThem) {
  EXPECT_TRUE(is_read("<div class='a b' id=c><ul><li>x <a href=y>link <b>text</b></a></ul></div><p>z"));
}

}  // namespace
}  // namespace html
