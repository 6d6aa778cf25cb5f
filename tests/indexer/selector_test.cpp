#include "indexer/selector.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/cpu_time.hpp"
#include "html/page_reader.hpp"

namespace {

using namespace std::chrono_literals;
using indexer::Selector;

html::Outline outline_of(const std::string& page) {
  html::PageReader reader;
  return reader.read(page)->outline;
}

/// The text of blocks in what is found, a space between.
std::string found(std::string_view selector, const std::string& page) {
  const html::Outline outline = outline_of(page);
  const std::vector<bool> is_inside = Selector::parse(selector)->find_in(outline);
  std::string text;
  for (const html::Block& block : outline.blocks) {
    if (block.container == html::kNoContainer || !is_inside[block.container]) continue;
    if (!text.empty()) text += ' ';
    text += outline[block];
  }
  return text;
}

std::string complaint(std::string_view selector) {
  const auto parsed = Selector::parse(selector);
  return parsed ? "" : parsed.error().what;
}

TEST(Selector, FindsByTagClassIdAndRole) {
  const std::string page =
      "<main><p class='a b' id=x>one<p class=b>two</main><div role=main><p>three</div><div itemprop=articleBody>four";
  EXPECT_EQ(found("main", page), "one two");
  EXPECT_EQ(found("MAIN", page), "one two");
  EXPECT_EQ(found(".b", page), "one two");
  EXPECT_EQ(found(".a", page), "one");
  EXPECT_EQ(found(".A", page), "") << "classes have a case";
  EXPECT_EQ(found("#x", page), "one");
  EXPECT_EQ(found("[role=main]", page), "three");
  EXPECT_EQ(found("[role=\"main\"]", page), "three");
  EXPECT_EQ(found("[itemprop='articleBody']", page), "four");
  EXPECT_EQ(found("[id=x]", page), "one");
  EXPECT_EQ(found("[class~=a]", page), "one");
  EXPECT_EQ(found("*", page), "one two three four");
}

TEST(Selector, AsksForAllOfACompound) {
  const std::string page = "<div class='a b' id=x>one</div><div class=a>two</div><p class='a b'>three";
  EXPECT_EQ(found("div.a.b", page), "one");
  EXPECT_EQ(found(".a.b", page), "one three");
  EXPECT_EQ(found("*.a#x", page), "one");
  EXPECT_EQ(found("p#x", page), "");
}

TEST(Selector, KnowsWhatStandsAround) {
  const std::string page = "<div class=a><div class=b><p>one</p></div><p>two</p></div><p>three";
  EXPECT_EQ(found(".a p", page), "one two");
  EXPECT_EQ(found(".a > p", page), "two");
  EXPECT_EQ(found(".a>.b>p", page), "one");
  EXPECT_EQ(found(".b .a", page), "");
  EXPECT_EQ(found("div div p", page), "one");
  EXPECT_EQ(found("div.a.b p", page), "");
}

TEST(Selector, BacktracksWhereThereAreManyWays) {
  EXPECT_EQ(found(".a > .b p", "<div class=a><div class=b><div class=b><p>one</div></div></div>"), "one");
  EXPECT_EQ(found(".a .b > p", "<div class=b><div class=a><div class=b><div><p>no</div></div></div></div>"), "");
}

TEST(Selector, TakesLists) {
  EXPECT_EQ(found(" nav , .x>p,#y ", "<nav>one</nav><div class=x><p>two</div><div id=y>three</div><p>four"),
            "one two three");
  EXPECT_EQ(found("p, div p", "<div><p>one</div>"), "one");
}

TEST(Selector, SaysWhatIsNotSupported) {
  EXPECT_EQ(complaint(""), "'' ends where an element is to be named");
  EXPECT_EQ(complaint("a,"), "'a,' names 'a', which is no element of blocks");
  EXPECT_EQ(complaint("p,"), "'p,' ends where an element is to be named");
  EXPECT_EQ(complaint("p >"), "'p >' ends where an element is to be named");
  EXPECT_EQ(complaint("span"), "'span' names 'span', which is no element of blocks");
  EXPECT_EQ(complaint("p:first-child"), "'p:first-child' has ':first-child', which is not supported");
  EXPECT_EQ(complaint("p + p"), "'p + p' has '+ p', which is not supported");
  EXPECT_EQ(complaint("> p"), "'> p' has '> p', which is not supported");
  EXPECT_EQ(complaint("p."), "'p.' has a '.' without a class");
  EXPECT_EQ(complaint("#"), "'#' has a '#' without an id");
  EXPECT_EQ(complaint("[href=x]"), "'[href=x]' has '[href=x]', which is not supported");
  EXPECT_EQ(complaint("[role"), "'[role' has '[role', which is not supported");
  EXPECT_EQ(complaint("p p" + std::string(1, '\0')).empty(), false);
  std::string many = "p";
  for (int i = 0; i < 64; ++i) many += " p";
  EXPECT_TRUE(complaint(many).ends_with("has over 64 parts"));
  EXPECT_EQ(complaint(many.substr(2)), "");
}

TEST(Selector, AnyBytesAreASelectorOrAnError) {
  std::string text;
  for (int c = 0; c < 256; ++c) text += static_cast<char>(c);
  const auto expect_sound = [](const std::string& typed) {
    const auto parsed = Selector::parse(typed);
    if (parsed) {
      EXPECT_TRUE(Selector::parse(parsed->text())) << typed;
    }
  };
  for (std::size_t begin = 0; begin < text.size(); ++begin) expect_sound(text.substr(begin));
  for (std::size_t begin = 0; begin < text.size(); ++begin) expect_sound("p" + text.substr(begin, 2));
}

TEST(Selector, TakesTimeInProportionToThePage) {
  std::string page;
  for (int i = 0; i < 500; ++i) page += "<div class=a>";
  for (int i = 0; i < 20'000; ++i) page += "<p class=a>x";
  std::string selector = ".a";
  for (int i = 0; i < 62; ++i) selector += " .a";
  const html::Outline outline = outline_of(page);
  const auto begun = base::thread_cpu_time();
  Selector::parse(selector + " .b")->find_in(outline);
  EXPECT_LT(base::thread_cpu_time() - begun, 2s);
}

}  // namespace
