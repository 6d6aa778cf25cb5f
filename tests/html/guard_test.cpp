#include "html/guard.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>

#include "tests/support/html_pathologies.hpp"

namespace html {
namespace {

using support::count_up;
using support::repeat;

struct Guarded {
  std::string source;
  std::string over;
};

Guarded guarded(std::string source) {
  std::string over = guard(source);
  return {.source = std::move(source), .over = std::move(over)};
}

void expect_untouched(const std::string& source) {
  const auto [left, over] = guarded(source);
  EXPECT_EQ(over, "") << source.substr(0, 80);
  EXPECT_EQ(left, source);
}

TEST(HtmlGuard, LeavesPagesAsTheyAre) {
  expect_untouched("<!doctype html><html lang=en><title>x</title><body class=a><p>text <b>bold</b><br><img src=a>");
  expect_untouched(repeat("<div>", 500) + "x" + repeat("</div>", 500));
}

// HTML Standard, 13.1.2.4, "optional tags": what closes by itself is not nested.
TEST(HtmlGuard, OptionalEndTagsDoNotCount) {
  for (const std::string_view unit : {"<p>x",
                                      "<ul><li>x<li>y</ul>",
                                      "<dt>x<dd>y",
                                      "<select><option>x<option>y</select>",
                                      "<p><a name=x>y",
                                      "<table><tr><td>x<td>y<tr><th>z</table>",
                                      "<table><thead><tr><th>x<tbody><tr><td>y</table>",
                                      "<h1>x<h2>y</h2>",
                                      "<ruby>x<rt>y</ruby>",
                                      "<p><div>x</div>",
                                      "<button>x",
                                      "<br><hr><img><input>",
                                      "<svg><g/><path d='M0'/></svg>",
                                      "<table><form><tr><td></form></table>",
                                      "<script>'<div>'</script>",
                                      "<style><b></style>",
                                      "<!-- <div> -->",
                                      "<textarea><div></textarea>",
                                      "<p title='<div>'>x",
                                      "<math><mi>x</mi></math>",
                                      "<select><svg><title><b></select>",
                                      "<i><p>x</i></p>"}) {
    expect_untouched(repeat(unit, 2000));
  }
}

TEST(HtmlGuard, BlanksTagsThatNestTooDeepAndKeepsTheirText) {
  const auto [source, over] = guarded(repeat("<div>", 512) + "a<div class='>'>b</div>");
  EXPECT_EQ(over, "nested over 512 elements");
  EXPECT_EQ(source, repeat("<div>", 512) + "a" + std::string(15, ' ') + "b</div>");
}

TEST(HtmlGuard, BlanksAttributesOverTheLimit) {
  const std::string allowed = "<p " + count_up("a# ", 256);
  const auto [source, over] = guarded(allowed + "b c='>' d>x");
  EXPECT_EQ(over, "over 256 attributes in a tag");
  EXPECT_EQ(source, allowed + "         >x");
  expect_untouched(allowed + ">x");
}

// The tree builder moves the attributes of every html tag to the one element.
TEST(HtmlGuard, DropsDuplicatesOfAttributesThatGumboWouldMisread) {
  EXPECT_EQ(guarded("<a b B href=x>").source, "<a b   href=x>");
  EXPECT_EQ(guarded("<a b B href=x>").over, "");
  expect_untouched("<a b=1 b=2 href=x b=>");
}

TEST(HtmlGuard, CountsTheAttributesOfAllHtmlTagsTogether) {
  const auto [source, over] = guarded(count_up("<html a#>", 257));
  EXPECT_EQ(over, "over 256 attributes in html and body");
  EXPECT_TRUE(source.ends_with("<html a255><html     >"));
}

TEST(HtmlGuard, BlanksFormattingThatWouldBeReopenedTooOften) {
  expect_untouched(count_up("<p><b id=#>x", 64));
  EXPECT_EQ(guarded(count_up("<p><b id=#>x", 65)).over, "over 64 formatting elements open");
  expect_untouched(repeat("<p><b>x", 300));  // of a kind, three are kept
}

// HTML Standard, 13.2.6.4.15: the end of a cell takes formatting out of the list up to the last marker, which here is
// the object's.
TEST(HtmlGuard, CountsFormattingThatOutlivesItsCell) {
  const std::string cells = "<table><td><table><td>" + count_up("<b id=#>", 40);
  const std::string more = count_up("<i id=#>", 40);
  expect_untouched(cells + "</td></table>" + more);
  EXPECT_EQ(guarded(cells + "<object></td></table>" + more).over, "over 64 formatting elements open");
}

TEST(HtmlGuard, BlanksEndTagsOfNothing) {
  expect_untouched(repeat("</b>", 10'000));
  EXPECT_EQ(guarded(repeat("</b>", 10'001)).over, "over 10000 end tags of nothing");
}

// HTML Standard, 13.2.5: what is text to the tokenizer is text to the guard.
TEST(HtmlGuard, IsNotLedAstrayByTextThatLooksLikeTags) {
  const std::string deep = repeat("<div>", 600);
  expect_untouched("<script>" + deep + "</script>");
  expect_untouched("<script><!-- <script> </script>" + deep + "</script> --></script>");
  expect_untouched("<title>" + deep + "</title>");
  expect_untouched("<plaintext>" + deep);
  expect_untouched("<svg><![CDATA[" + deep + "]]></svg>");
  expect_untouched("<select>" + deep + "</select>");
  for (const std::string_view before :
       {"<!-->", "<!--->", "<!-- --!>", "<!doctype '>", "<?x>", "</ x>", "<script></script>", "<script><!--></script>",
        "<![CDATA[>", "<svg><style></svg>", "<select><xmp></select>", "<p a='>'>", "<a b=c/>", "<a =>", "<3"}) {
    EXPECT_NE(guarded(std::string(before) + deep).over, "") << before;
  }
}

// Law: a source that was guarded is within the limits, so the guard leaves it as it is. Ended tags are not exact there.
TEST(HtmlGuard, ChangesNothingTheSecondTime) {
  for (const auto& [name, make] : support::html_pathologies()) {
    const std::string once = guarded(make(3000)).source;
    EXPECT_EQ(guarded(once).source, once) << name;
  }
}

}  // namespace
}  // namespace html
