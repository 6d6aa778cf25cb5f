#include "crawler/metadata.hpp"

#include <gtest/gtest.h>

#include <string>

#include "crawler/encoding.hpp"
#include "html/page_reader.hpp"
#include "html/utf8.hpp"

namespace crawler {
namespace {

html::Outline outline_of(std::string html) {
  html::PageReader reader;
  return reader.read(std::move(html))->outline;
}

std::string text_of(std::string html) {
  return outline_of(std::move(html)).text;
}

Metadata metadata_of(std::string html, std::string_view agent = "SiteDex") {
  html::PageReader reader;
  return metadata(*reader.read(std::move(html)), *Url::parse("http://a.example/b/"), agent);
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
  const html::Outline outline = outline_of("a<h1>b</h1>c<h3>d <i>e</i></h3><div><h6>f</h6></div>");
  std::string seen;
  for (const html::Block& block : outline.blocks)
    seen += std::to_string(block.heading) + std::string(outline[block]) + ";";
  EXPECT_EQ(seen, "0a;1b;0c;3d e;6f;");
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
  const html::Outline outline = outline_of("<p>a&#11111111111;b<p>c");
  EXPECT_TRUE(html::is_valid_utf8(outline.text));
  EXPECT_EQ(outline[outline.blocks.back()], "c");
}

TEST(Outline, OfNothingIsEmpty) {
  EXPECT_EQ(outline_of("").blocks.size(), 0U);
  EXPECT_EQ(outline_of("<p> <div>\n</div>").text, "");
}

TEST(Metadata, IsWhatThePageSaysFirst) {
  const Metadata metadata = metadata_of(
      "<html lang=pt-BR><title>\n a  &amp; b\n</title><title>no</title><meta name=Description content=' d  e '>"
      "<meta name=description content=no><link rel='x CANONICAL' href='../c#f'><link rel=canonical href=/no>");
  EXPECT_EQ(metadata.title, "a & b");
  EXPECT_EQ(metadata.description, "d e");
  EXPECT_EQ(metadata.language, "pt-BR");
  ASSERT_TRUE(metadata.canonical);
  EXPECT_EQ(metadata.canonical->href(), "http://a.example/c");
}

TEST(Metadata, HasWhatIsAskedOfAllRobotsAndOfThisOne) {
  const Metadata metadata = metadata_of(
      "<meta name=ROBOTS content=noindex><meta name=sitedex content=noarchive><meta name=googlebot content=nofollow>"
      "<meta content=nofollow><meta name='' content=nofollow><template><meta name=robots content=nofollow></template>");
  EXPECT_TRUE(metadata.directives.noindex);
  EXPECT_TRUE(metadata.directives.noarchive);
  EXPECT_FALSE(metadata.directives.nofollow);
  EXPECT_FALSE(metadata_of("<meta name='' content=none><meta content=none>", "").directives.noindex);
}

TEST(Metadata, HasTheFirstRefreshAtOnce) {
  EXPECT_EQ(metadata_of("<meta http-equiv=Refresh content='5;url=/no'><meta http-equiv=refresh content='0;url=../c#f'>"
                        "<meta http-equiv=refresh content='0;url=/no'>")
                .refresh->href(),
            "http://a.example/c");
  EXPECT_FALSE(metadata_of("<meta http-equiv=refresh><meta http-equiv=refresh content=0><meta name=refresh "
                           "content='0;url=/no'><meta http-equiv=refresh content='0;url=mailto:x'>")
                   .refresh);
}

// Such a page asks for a script, and says what it has to say to those who have one.
TEST(Metadata, ARefreshForWhoHasNoScriptIsNone) {
  EXPECT_FALSE(metadata_of("<noscript><meta http-equiv=refresh content='0;url=/no'></noscript>").refresh);
  EXPECT_FALSE(metadata_of("<body><noscript><p><meta http-equiv=refresh content='0;url=/no'></noscript>").refresh);
}

TEST(Metadata, MayBeAbsent) {
  const Metadata metadata = metadata_of("<svg><title>drawing</title></svg><link rel=canonical href=mailto:x>");
  EXPECT_EQ(metadata.title + metadata.description + metadata.language, "");
  EXPECT_FALSE(metadata.canonical);
}

}  // namespace
}  // namespace crawler
