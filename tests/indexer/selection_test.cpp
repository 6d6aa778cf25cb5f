#include "indexer/selection.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "crawler/content.hpp"
#include "indexer/extractor.hpp"

namespace {

using indexer::Selection;
using indexer::Selector;

constexpr const char* kPage =
    "<title>t</title><nav class=top><p>menu</nav><div class=text><p>main text</div>"
    "<div class=notes><p>a note<div class=inner><p>deep</div></div>";

indexer::Document document(const Selection& selection, const std::string& html = kPage) {
  html::PageReader pages;
  const crawler::ContentReader::Options options;
  crawler::ContentReader reader(options, pages);
  crawler::Page page{.url = *crawler::Url::parse("http://a.test/"), .outcome = crawler::Outcome::kPage};
  page.content = *reader.read(html, "text/html", page.url, false);
  indexer::extract_early(nullptr, selection, page);
  return *indexer::extract(std::move(page)).document;
}

Selection selecting(std::initializer_list<const char*> selectors) {
  Selection selection;
  for (const char* selector : selectors) selection.main.push_back(*Selector::parse(selector));
  return selection;
}

Selection ignoring(const char* selector) {
  return {.ignored = {*Selector::parse(selector)}};
}

TEST(Selection, OnlyWhatIsSelectedIsMain) {
  EXPECT_EQ(document(selecting({".notes"})).body, "a note\ndeep");
  EXPECT_EQ(document(selecting({".notes"})).rest, "menu\nmain text");
  EXPECT_EQ(document(selecting({".inner", "nav"})).body, "menu\ndeep");
}

TEST(Selection, APageWithoutWhatIsSelectedIsReadByItsStructure) {
  EXPECT_EQ(document(selecting({"article"})).body, document({}).body);
  EXPECT_EQ(document(selecting({"article"})).rest, document({}).rest);
}

TEST(Selection, WhatIsIgnoredIsNotThere) {
  const auto without = document(ignoring(".notes"));
  EXPECT_EQ(without.body, "main text");
  EXPECT_EQ(without.rest, "menu");
  const std::string marked =
      "<title>t</title><nav class=top><p>menu</nav><div class=text><p>main text</div>"
      "<div class=notes data-search-ignore><p>a note<div class=inner><p>deep</div></div>";
  EXPECT_EQ(without.body, document({}, marked).body);
  EXPECT_EQ(without.rest, document({}, marked).rest);
  EXPECT_EQ(document(ignoring("*")).body, "");
}

TEST(Selection, WhatIsIgnoredIsNotSelected) {
  Selection selection = selecting({".notes"});
  selection.ignored = ignoring(".inner").ignored;
  EXPECT_EQ(document(selection).body, "a note");
  selection.ignored = ignoring(".notes").ignored;
  EXPECT_EQ(document(selection).body, "main text") << "nothing is left of what is selected";
}

}  // namespace
