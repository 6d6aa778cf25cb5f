#include "html/page_reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "html/utf8.hpp"

namespace html {
namespace {

Outline outline_of(std::string html) {
  PageReader reader;
  return reader.read(std::move(html))->outline;
}

std::string text_of(std::string html) {
  return outline_of(std::move(html)).text;
}

TEST(Outline, SeparatesBlocksAndCollapsesWhiteSpace) {
  EXPECT_EQ(text_of("<p> a \n b <b>c</b>d </p><div>e<ul><li>f<li> g</ul></div>h"), "a b cd\ne\nf\ng\nh");
  EXPECT_EQ(text_of("<table><tr><td>a<td>b<tr><th>c</table>"), "a\nb\nc");
  EXPECT_EQ(text_of("<form>a<p>b</form>"), "a\nb");
  EXPECT_EQ(text_of("<span>a</span><form>b</form>"), "ab") << "a form is no boundary";
}

TEST(Outline, ALineBreakIsASpace) {
  EXPECT_EQ(text_of("<p>a<br>b<br><br>c"), "a b c");
}

TEST(Outline, PreKeepsItsLines) {
  EXPECT_EQ(text_of("<p>x</p><pre>\n\n  a  b\n\tc<br>d\n\n</pre>  y"), "x\n  a  b\n\tc\nd\ny");
}

TEST(Outline, MarksHeadings) {
  const Outline outline = outline_of("a<h1>b</h1>c<h3>d <i>e</i></h3><div><h6>f</h6></div>");
  std::string seen;
  for (const Block& block : outline.blocks) seen += std::to_string(block.heading) + std::string(outline[block]) + ";";
  EXPECT_EQ(seen, "0a;1b;0c;3d e;6f;");
}

TEST(Outline, KnowsWhatLeadsToHeadingsAndTerms) {
  const auto targets = [](const std::string& source) {
    const Outline outline = outline_of(source);
    std::string seen;
    for (const Target& target : outline.targets) {
      seen += std::string(outline[outline.blocks[target.block]]) + "#" + std::string(outline.id_of(target)) + ";";
    }
    return seen;
  };
  EXPECT_EQ(targets("<h1 id=a>b</h1>c<h2>d</h2>"), "b#a;");
  EXPECT_EQ(targets("<section id=a><div><h2>b</h2></div>c<h3>d</h3></section>"), "b#a;") << "of what begins with it";
  EXPECT_EQ(targets("<a name=a></a><h2>b</h2><h2><a name=c>d</a></h2><h2>e <i id=f>g</i></h2>"), "b#a;d#c;");
  EXPECT_EQ(targets("<p id=a>b<h2>c</h2>"), "") << "a word comes between";
  EXPECT_EQ(targets("<b id=a></b><h2 id=b>c<div>d</div></h2>"), "c#b;")
      << "its own comes first, and leads to its start";
  EXPECT_EQ(targets("<body id=a><h1>b</h1>"), "");
  EXPECT_EQ(targets("<img name=a><h2>b</h2>"), "") << "only an a is called by its name";
  EXPECT_EQ(targets("<i id=a></i><link id=b><h2>c</h2>"), "c#a;") << "no link is to be seen";
  EXPECT_EQ(targets("<dl><dt id=a>b<dd id=c>d<dt>e</dl>"), "b#a;");
  EXPECT_EQ(targets("<h2 id='a&amp;b'>c</h2>"), "c#a&b;");
}

TEST(Outline, CountsBytesOfLinksThatLeadAway) {
  const Outline outline = outline_of("<p>to <a href=/a>b c</a> or <a>d</a><p><a href=#e>f</a> <a href='&#35;g'>h</a>");
  ASSERT_EQ(outline.blocks.size(), 2);
  EXPECT_EQ(outline.blocks[0].link_bytes, 2) << "white space is not counted";
  EXPECT_EQ(outline.blocks[1].link_bytes, 0);
}

TEST(Outline, KnowsTheNamesOfContainersAndWhatTheyAskOfSearchEngines) {
  const Outline outline = outline_of(
      "<div ROLE=main class='a b' id=c itemprop=d>e</div><p data-nosnippet>f<p data-x-ignore=no>g"
      "<p>h<span data-search-ignore>i</span><span class=j>k</span><p data-ignore data-ignored data--ignore>l");
  std::string seen;
  for (const Block& block : outline.blocks) {
    const Container& container = outline.containers[block.container];
    seen += std::string(outline[block]) + "{" + std::string(outline.names_of(container)) + "}";
    seen += outline.id_of(container);
    seen += std::string(container.is_ignored ? "ignored" : "") + (container.is_no_snippet ? "no snippet" : "") + ";";
  }
  EXPECT_EQ(seen, "e{a b main d}c;f{}no snippet;g{}ignored;h{};i{}ignored;k{};l{};");
}

TEST(Outline, KnowsKindsOfContainers) {
  const Outline outline = outline_of("<main><ul><li>a</ul></main>");
  std::vector<ContainerKind> kinds;
  for (const Container& container : outline.containers) kinds.push_back(kind_of(container));
  using enum ContainerKind;
  EXPECT_EQ(kinds, (std::vector{kOther, kMain, kList, kItem}));
}

TEST(Outline, LeavesOutWhatIsNotSeen) {
  EXPECT_EQ(
      text_of("<title>t</title><script>s</script><style>s</style><template>t</template><body><noscript>n</noscript>"
              "<select><option>o</select><textarea>a</textarea><svg><text>v</text></svg><math><mi>m</mi></math>"
              "<p hidden>h</p><p style='color:red; DISPLAY : none'>d</p><iframe>f</iframe><img alt=i><!--c-->x"),
      "x");
  EXPECT_EQ(text_of("<p hidden=until-found>found by search</p>"), "found by search");
}

// A reference that overflows in Gumbo, which writes a byte that is no UTF-8.
TEST(Outline, IsValidUtf8WhateverIsReferred) {
  const Outline outline = outline_of("<p>a&#11111111111;b<p>c");
  EXPECT_TRUE(is_valid_utf8(outline.text));
  EXPECT_EQ(outline[outline.blocks.back()], "c");
}

TEST(Outline, OfNothingIsEmpty) {
  EXPECT_EQ(outline_of("").blocks.size(), 0U);
  EXPECT_EQ(outline_of("<p> <div>\n</div>").text, "");
}

// A link in front of a table is one that only a tree knows the place of.
TEST(PageReader, FindsLinksAloneWhereverTheyStand) {
  PageReader reader;
  for (const std::string table : {"<table><td>", "<table>"}) {
    const auto page = reader.read("<a href=1>a</a>" + table + "<a href=2>b</a></table><a href=3>c</a>", Wanted::kLinks);
    ASSERT_TRUE(page);
    ASSERT_EQ(page->anchors.size(), 3);
    EXPECT_EQ(page->anchors[1].href, "2");
  }
}

}  // namespace
}  // namespace html
