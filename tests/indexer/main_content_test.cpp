#include "indexer/main_content.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "html/page_reader.hpp"
#include "tests/support/tag_soup.hpp"

namespace indexer {
namespace {

constexpr std::string_view kProse =
    "<p>It was a bright cold day in April, and the clocks of the whole town were striking thirteen at once.</p>";

std::string prose(int paragraphs) {
  std::string html;
  for (int i = 0; i < paragraphs; ++i) html += kProse;
  return html;
}

/// The main content of a page, its usual paragraphs written as "_".
std::string main_of(const std::string& html) {
  html::PageReader reader;
  std::string text = main_text(reader.read(html)->outline);
  const std::string_view paragraph = kProse.substr(3, kProse.size() - 7);
  for (std::size_t at = 0; (at = text.find(paragraph, at)) != std::string::npos;)
    text.replace(at, paragraph.size(), "_");
  return text;
}

TEST(MainContent, IsWhatNavigationHeaderAndFooterSurround) {
  EXPECT_EQ(
      main_of("<header><a href=/>Home</a></header><nav><ul><li><a href=a>A</a><li><a href=b>B</a></ul></nav>" +
              prose(3) + "<footer>All rights are reserved by the people who wrote down all of this text.</footer>"),
      "_\n_\n_");
}

TEST(MainContent, IsToldByNamesWhereTagsSayNothing) {
  EXPECT_EQ(main_of("<div class=topMenu>To the start of all the pages of this web site, and back again.</div><div>" +
                    prose(3) + "</div><div id=sidebar>" + prose(1) + "</div><div class='comment-list'>" + prose(1) +
                    "</div>"),
            "_\n_\n_");
  EXPECT_EQ(main_of("<div>" + prose(3) + "</div><div role=complementary>" + prose(1) + "</div>"), "_\n_\n_");
}

TEST(MainContent, ExcludesCommentsEvenIfThereAreMoreOfThem) {
  EXPECT_EQ(main_of("<div>" + prose(2) + "</div><div class=comments>" + prose(4) + "</div>"), "_\n_");
}

TEST(MainContent, IsWhatHoldsMostOfThePageWhateverItIsCalled) {
  EXPECT_EQ(main_of("<div id=overlay>" + prose(4) + "</div><div class=widget>x</div>"), "_\n_\n_\n_");
  EXPECT_EQ(main_of("<body class='has-sidebar comments-open share'>" + prose(1)), "_");
}

// As programs do that build pages of boxes.
TEST(MainContent, DisbelievesAWordThatMostOfThePageStandsUnder) {
  std::string boxes;
  for (int i = 0; i < 6; ++i) boxes += "<div><div class=x-widget-container>" + prose(1) + "</div></div>";
  EXPECT_EQ(main_of("<div>" + boxes + "</div><div class=sidebar>" + prose(1) + "</div>"), "_\n_\n_\n_\n_\n_");
}

TEST(MainContent, IncludesWhatIntroducesItBelowTheTitle) {
  const std::string lead =
      "A town wakes up one day and finds that all of its clocks have lost their minds, and more than their minds";
  EXPECT_EQ(
      main_of("<p>" + lead + " above</p><h1>Title</h1><div><h2>" + lead + "</h2></div><div>" + prose(5) + "</div>"),
      lead + "\n_\n_\n_\n_\n_");
}

TEST(MainContent, KeepsHeadingsOfTextAndDropsThoseOfNothing) {
  EXPECT_EQ(main_of("<div>" + prose(1) + "<h2>Part</h2><h3>Section</h3>" + prose(1) +
                    "<h3>See also</h3><ul><li><a href=a>Another page</a></ul></div>"),
            "_\nPart\nSection\n_");
}

TEST(MainContent, KeepsListsAndTablesButNotListsOfLinks) {
  EXPECT_EQ(
      main_of("<div>" + prose(2) + "<ul><li>salt<li>two <a href=a>eggs</a> from the market</ul>" +
              "<table><tr><td>1<td>2</table><ul><li><a href=b>b</a><li>to <a href=c>everything else</a></ul></div>"),
      "_\n_\nsalt\ntwo eggs from the market\n1\n2");
}

// As generators of manuals write them.
TEST(MainContent, KeepsHeadingsThatAreLinksToThemselves) {
  EXPECT_EQ(main_of("<main>" + prose(4) + "<h2 id=a><a href=#a>Part</a></h2>" + prose(1) +
                    "<h2><a href=/part>Part</a></h2>" + prose(1) + "</main>"),
            "_\n_\n_\n_\nPart\n_\nPart\n_");
}

TEST(MainContent, IsNotOneSectionThatHasMostOfTheProse) {
  EXPECT_EQ(main_of("<section><h2>f()</h2><pre>int f();</pre><div>" + prose(1) +
                    "</div></section>"
                    "<section><h2>g()</h2><pre>int g();</pre></section>"),
            "f()\nint f();\n_\ng()\nint g();");
}

TEST(MainContent, TakesAnchorsForNoNames) {
  EXPECT_EQ(main_of("<section id=comments-and-feedback><h2>Comments and feedback</h2>" + prose(2) + "</section>" +
                    prose(4) + "<section id=comments>" + prose(1) + "</section>"),
            "Comments and feedback\n_\n_\n_\n_\n_\n_");
}

TEST(MainContent, DropsAnnouncementsOfNothing) {
  EXPECT_EQ(main_of("<div>" + prose(2) + "<p>For example:<p>this.<p>Read more:<p><a href=a>that</a></div>"),
            "_\n_\nFor example:\nthis.");
}

TEST(MainContent, DropsTeasersOfOtherPages) {
  std::string teasers;
  for (int i = 0; i < 3; ++i) {
    teasers += "<li><h3><a href=" + std::to_string(i) + ">Something else that happened</a></h3>" + prose(1);
  }
  EXPECT_EQ(main_of("<div>" + prose(6) + "<ul>" + teasers + "</ul></div>"), "_\n_\n_\n_\n_\n_");
}

TEST(MainContent, DropsLabelsAndCaptions) {
  EXPECT_EQ(main_of("<div>" + prose(1) + "<div>Advertisement</div><figure><figcaption>A clock</figcaption></figure>" +
                    "<div class=photo><p>A clock at noon.</div>" + prose(1) + "</div>"),
            "_\n_");
}

TEST(MainContent, KeepsListingsInFigures) {
  EXPECT_EQ(main_of("<div>" + prose(1) + "<figure><pre>int main();</pre></figure></div>"), "_\nint main();");
}

TEST(MainContent, OfATableOfContentsIsTheTable) {
  std::string contents;
  for (int i = 0; i < 5; ++i) contents += "<li><a href=a>A chapter</a><ul><li><a href=b>A section</a></ul>";
  const std::string page =
      "<nav><a href=/>Home</a></nav><div class=with-nav><h1>Title</h1><ul>" + contents + "</ul></div>";
  EXPECT_EQ(main_of(page).substr(0, 25), "Title\nA chapter\nA section");
}

TEST(MainContent, OfAPageWithoutProseIsWhatIsNothingElse) {
  EXPECT_EQ(main_of("<nav><a href=a>Home</a></nav><table><tr><td>12<td>13</table><footer>end</footer>"), "12\n13");
  EXPECT_EQ(main_of("<ul><li><a href=a>First chapter</a><li><a href=b>Second chapter</a></ul>"),
            "First chapter\nSecond chapter");
  EXPECT_EQ(main_of("<nav>Home</nav>"), "Home");
  EXPECT_EQ(main_of(""), "");
}

TEST(MainContent, ExcludesWhatThePageAsksNotToShowOrSearch) {
  EXPECT_EQ(main_of(prose(1) + "<div data-nosnippet>" + prose(9) + "</div>"), "_");
  EXPECT_EQ(main_of(prose(1) + "<div data-pagefind-ignore=all>" + prose(9) + "</div>"), "_");
  EXPECT_EQ(main_of("<p data-nosnippet>all there is"), "all there is") << "it is searched, at least";
  EXPECT_EQ(main_of("<p data-search-ignore>all there is"), "");
}

TEST(MainContent, TellsWhatIsIgnoredFromTheRest) {
  html::PageReader reader;
  const auto page =
      reader.read("<p>a<div DATA-SITEDEX-IGNORE><nav>b</nav></div><nav>c</nav><p>d <span data-x-ignore>e");
  using enum Role;
  EXPECT_EQ(find_main_content(page->outline), (std::vector{kMain, kIgnored, kRest, kMain, kIgnored}));
}

// The law: a role for each block; and of text that is not to be ignored some is main.
TEST(MainContent, IsInAnyPageThatHasText) {
  std::mt19937 random(7);
  std::vector<std::uint8_t> choices;
  html::PageReader reader;
  for (int i = 0; i < 5'000; ++i) {
    choices.resize(4 + random() % 200);
    std::ranges::generate(choices, [&] { return static_cast<std::uint8_t>(random()); });
    const auto page = reader.read(support::tag_soup(choices));
    ASSERT_TRUE(page);
    const std::vector<Role> roles = find_main_content(page->outline);
    ASSERT_EQ(roles.size(), page->outline.blocks.size());
    const bool has_text = std::ranges::any_of(roles, [](Role role) { return role != Role::kIgnored; });
    ASSERT_EQ(std::ranges::count(roles, Role::kMain) > 0, has_text);
  }
}

/// As many containers, a block in each, that stand in each other or side by side.
html::Outline outline_of(std::uint32_t count, bool is_nested) {
  html::Outline outline;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t around = is_nested ? i - 1 : 0;
    outline.containers.push_back({.parent = i == 0 ? html::kNoContainer : around});
    if (i > 0) outline.text += '\n';
    const auto begin = static_cast<std::uint32_t>(outline.text.size());
    outline.text += "word";
    outline.blocks.push_back({.begin = begin, .end = begin + 4, .container = i});
  }
  return outline;
}

// If each looked at all that is around or beside it, these would be 80 billion steps each: minutes.
TEST(MainContent, TakesLinearTimeHoweverDeepOrWideThePage) {
  EXPECT_EQ(find_main_content(outline_of(400'000, true)).size(), 400'000);
  EXPECT_EQ(find_main_content(outline_of(400'000, false)).size(), 400'000);
}

}  // namespace
}  // namespace indexer
