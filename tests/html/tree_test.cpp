#include "html/tree.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <random>
#include <string>
#include <string_view>

#include "crawler/content.hpp"
#include "html/nodes.hpp"
#include "html/tree_reader.hpp"
#include "tests/support/html_pathologies.hpp"
#include "tests/support/rounds.hpp"

namespace html {
namespace {

using support::repeat;

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

bool is_element(const GumboNode& node) {
  return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
}

std::size_t depth(const Tree& tree) {
  std::size_t now = 0, deepest = 0;
  for (const Visit& visit : visits(tree.document())) {
    if (is_element(*visit.node)) now = visit.is_leaving ? now - 1 : now + 1;
    deepest = std::max(deepest, now);
  }
  return deepest;
}

class Hostile : public testing::TestWithParam<support::Pathology> {};

// Bounded time and memory, and an answer that is no matter of the clock, whose budget for 1 MB is 3 s.
TEST_P(Hostile, TakesBoundedTimeAndMemory) {
  html::PageReader pages;
  const crawler::ContentReader::Options options;
  crawler::ContentReader reader(options, pages);
  const auto url = *crawler::Url::parse("http://a.example/");
  const auto& make = GetParam().make;
  const auto unit_bytes = static_cast<int>((make(200).size() - make(100).size()) / 100);
  std::string source = make(1'000'000 / std::max(unit_bytes, 1));
  const std::size_t size = source.size();
  [[maybe_unused]] const double begun = cpu_seconds();
  const auto content = reader.read(std::move(source), "text/html", url, false);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  // What no guard sees the clock stops, after 3 s here; under a sanitizer it stops honest work too.
  EXPECT_LT(cpu_seconds() - begun, 10.0);
  const bool is_the_machines = false;
#else
  const bool is_the_machines = !content && content.error().kind == base::ErrorKind::kRetryLater;
#endif
  EXPECT_LE(pages.bytes_held(), 64 * 3 * size + (std::size_t{18} << 20));  // a bad byte decodes to three
  if (!content && !is_the_machines) {
    EXPECT_EQ(content.error().kind, base::ErrorKind::kSkip) << content.error().what;
  }
}

// Law: the guards count no fewer elements than gumbo opens, but for those that formatting reopens.
TEST_P(Hostile, TreesAreNotDeeperThanTheGuardAllows) {
  TreeParser parser;
  const auto tree = parser.parse(GetParam().make(3000));
  if (tree) {
    EXPECT_LE(depth(*tree), 512 + 2 + 64 + 3);
  }
}

INSTANTIATE_TEST_SUITE_P(TreeParser, Hostile, testing::ValuesIn(support::html_pathologies()), [](const auto& test) {
  std::string name(test.param.name);
  std::erase_if(name, [](char c) { return c == ',' || c == '-'; });
  std::ranges::replace(name, ' ', '_');
  return name;
});

// The same law on random tag soup, which knows more ways than we can think of.
TEST(TreeParser, TreesOfRandomTagsAreNotDeeperThanTheGuardAllows) {
  constexpr std::string_view kNames[] = {
      "a",    "b",    "i",  "p",     "div",  "span",   "table",    "tr",       "td",       "tbody",         "caption",
      "li",   "ul",   "dd", "dl",    "h1",   "h2",     "form",     "button",   "select",   "option",        "optgroup",
      "svg",  "math", "mi", "title", "desc", "g",      "object",   "template", "applet",   "foreignObject", "nobr",
      "font", "ruby", "rt", "x",     "y",    "center", "fieldset", "address",  "frameset", "textarea",      "style"};
  std::mt19937 random(7);
  TreeParser parser;
  for (int round = 0; round < support::rounds(300); ++round) {
    std::string soup;
    const std::size_t first = random() % std::size(kNames), some = 2 + random() % 6;
    const unsigned ends = random() % 4;
    for (int i = 0; i < 8000; ++i) {
      const std::string_view name = kNames[(first + 7 * (random() % some)) % std::size(kNames)];
      soup += random() % 10 < ends ? "</" : "<";
      soup += name;
      if (random() % 3 == 0) soup += " id=" + std::to_string(random() % 100);
      soup += random() % 4 == 0 ? ">x" : ">";
    }
    const auto tree = parser.parse(soup);
    if (tree) {
      ASSERT_LE(depth(*tree), 4 * 512 + 64) << soup.substr(0, 300);
    }
  }
}

TEST(TreeParser, GivesTheMemoryOfAHugePageBack) {
  TreeParser parser;
  ASSERT_TRUE(parser.parse(repeat("<p class=x>text</p>", 500'000)));
  EXPECT_GT(parser.bytes_held(), std::size_t{100} << 20);
  ASSERT_TRUE(parser.parse("<p>x"));
  EXPECT_LE(parser.bytes_held(), std::size_t{16} << 20);
}

TEST(TreeParser, ATreeThatGetsTooLargeIsAFailure) {
  TreeParser parser;
  const auto tree = parser.parse(repeat("<p><b><i><u>x", 200'000));
  ASSERT_FALSE(tree);
  EXPECT_EQ(tree.error().kind, base::ErrorKind::kSkip);
  EXPECT_EQ(tree.error().what, "HTML of 2600000 bytes makes a tree over 64 times its size");
  EXPECT_TRUE(parser.parse("<p>x")) << "the parser goes on";
}

// Found by random bytes: an assertion of Gumbo's, which must not end the program.
TEST(TreeParser, APageThatGumboFailsOnIsAFailure) {
  TreeParser parser;
  const auto tree = parser.parse("<table><svg><select><title><select><table>");
  ASSERT_FALSE(tree);
  EXPECT_EQ(tree.error().kind, base::ErrorKind::kSkip);
  EXPECT_TRUE(parser.parse("<p>x")) << "the parser goes on";
}

// How long a page takes says something of the machine, so it is to be tried again, and nothing of it is kept.
TEST(TreeParser, APageThatTheClockStopsIsRetriedLater) {
  TreeParser parser({.cpu = std::chrono::nanoseconds(0), .cpu_per_source_byte = std::chrono::nanoseconds(0)});
  const auto tree = parser.parse(repeat("<p>x", 10'000));
  ASSERT_FALSE(tree);
  EXPECT_EQ(tree.error().kind, base::ErrorKind::kRetryLater);
}

TEST(TreeParser, MovesItsTree) {
  TreeParser parser;
  auto tree = parser.parse("<a href=x>");
  const Tree moved = std::move(*tree);
  EXPECT_EQ(read_tree(moved).anchors.at(0).href, "x");
}

// The walk shows what is under the root, each element on the way in and out, and heeds the caller.
TEST(HtmlNodes, VisitsInAndOut) {
  TreeParser parser;
  const auto tree = parser.parse("<body><p>a<b></b></p><ul><li>b</ul>");
  std::string seen;
  for (Visit& visit : visits(tree->document())) {
    if (visit.node->type == GUMBO_NODE_TEXT) seen += visit.node->v.text.text;
    if (visit.node->type != GUMBO_NODE_ELEMENT) continue;
    seen += visit.is_leaving ? "</" : "<";
    seen += gumbo_normalized_tagname(visit.node->v.element.tag);
    seen += ">";
    visit.descend = visit.node->v.element.tag != GUMBO_TAG_UL;
  }
  EXPECT_EQ(seen, "<html><head></head><body><p>a<b></b></p><ul></body></html>");
}

}  // namespace
}  // namespace html
