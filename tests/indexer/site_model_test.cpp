// Issue 6, "Main content": what repeats across the pages of a site is no main content.

#include "indexer/site_model.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "indexer/layout.hpp"

namespace indexer {
namespace {

struct Block {
  std::string text;
  int heading = 0;
};

/// As the extractor makes it.
Document document_of(const std::vector<Block>& blocks, std::string rest = "navigation") {
  Document document;
  document.rest = std::move(rest);
  LayoutWriter layout;
  std::vector<std::size_t> ends;
  const auto append = [](std::string& text, const std::string& line) { text += (text.empty() ? "" : "\n") + line; };
  for (const Block& block : blocks) {
    append(document.body, block.text);
    if (block.heading > 0) append(document.headings, block.text);
    layout.add({.text = block.text, .is_heading = block.heading > 1});
    ends.push_back(document.body.size());
  }
  document.layout = layout.bytes();
  document.terms = Terms(document.body, Language::of_tag("en"), ends);
  document.rest_terms = Terms(document.rest, Language::of_tag("en"));
  return document;
}

SiteModel model_of(const std::vector<std::string>& blocks) {
  SiteModel model;
  for (const std::string& block : blocks) model.add(block);
  return model;
}

using Kept = std::vector<std::pair<std::string, bool>>;

Kept kept(const Terms& terms) {
  Kept all;
  for (const auto& [text, is_alternative] : terms) all.emplace_back(text, is_alternative);
  return all;
}

TEST(SiteModel, MovesWhatRepeatsToTheEndOfTheRest) {
  Document page = document_of({{"Title", 1}, {"Was this of use?"}, {"See also", 2}, {"A text."}, {"a\nb"}});
  move_repeated(page, model_of({"See also", "Was this of use?", "a", "a\nb"}));
  EXPECT_EQ(page.body, "Title\nA text.");
  EXPECT_EQ(page.rest, "navigation\nWas this of use?\nSee also\na\nb");
  EXPECT_EQ(page.headings, "Title");
}

TEST(SiteModel, LeavesThePartsOfABlockAlone) {
  Document page = document_of({{"#include <iostream>\nint main() {}"}, {"A text."}});
  move_repeated(page, model_of({"#include <iostream>"}));
  EXPECT_TRUE(page.moved.empty());
}

TEST(SiteModel, LeavesThePagesOwnHeadingAmongTheHeadings) {
  Document page = document_of({{"Examples", 1}, {"A text."}, {"Examples", 2}, {"Another text."}});
  move_repeated(page, model_of({"Examples"}));
  EXPECT_EQ(page.headings, "Examples");
  EXPECT_EQ(page.body, "A text.\nAnother text.");
}

TEST(SiteModel, NeverLeavesAPageWithoutAWordOfText) {
  for (const char* left : {"", "(1)"}) {
    Document page = document_of({{"Own heading", 2}, {"repeats"}});
    if (*left != '\0') page = document_of({{"Own heading", 2}, {"repeats"}, {left}});
    const std::string body = page.body;
    move_repeated(page, model_of({"repeats"}));
    EXPECT_EQ(page.body, body);
    EXPECT_TRUE(page.moved.empty());
  }
}

std::vector<Block> random_blocks(std::mt19937& random) {
  const std::vector<std::string> words{"See also",           "Example",  "int", "void\n{\n}",
                                       "getElementById C++", "日本語 x", "..."};
  std::vector<Block> blocks(1 + random() % 12);
  for (Block& block : blocks) {
    block = {.text = words[random() % words.size()],
             .heading = random() % 3 == 0 ? static_cast<int>(1 + random() % 3) : 0};
  }
  return blocks;
}

TEST(SiteModel, MovesTermsAsIfTheyWereMadeAnew) {
  std::mt19937 random(1);
  const auto english = Language::of_tag("en");
  for (int i = 0; i < 2000; ++i) {
    Document page = document_of(random_blocks(random), random() % 2 == 0 ? "" : "rest of it");
    move_repeated(page, model_of({"See also", "getElementById C++", "void\n{\n}"}));
    ASSERT_EQ(kept(page.terms), kept(Terms(page.body, english)));
    ASSERT_EQ(kept(page.rest_terms), kept(Terms(page.rest, english)));
  }
}

TEST(SiteModel, WhatItMovedCanBeMovedBack) {
  std::mt19937 random(2);
  int moved = 0;
  for (int i = 0; i < 5000; ++i) {
    const Document before = document_of(random_blocks(random), random() % 2 == 0 ? "" : "rest\nof it");
    Document page = before;
    move_repeated(page, model_of({"See also", "int", "void\n{\n}", "..."}));
    moved += page.moved.empty() ? 0 : 1;
    move_back(page);
    ASSERT_EQ(page.body, before.body);
    ASSERT_EQ(page.rest, before.rest);
    ASSERT_EQ(page.headings, before.headings);
    ASSERT_EQ(page.moved, "");
  }
  EXPECT_GT(moved, 1000);
}

TEST(SiteModel, MovesBackWhateverADamagedFileSays) {
  std::mt19937 random(3);
  for (int i = 0; i < 5000; ++i) {
    Document page = document_of(random_blocks(random), random() % 2 == 0 ? "" : "rest\nof it");
    for (std::string* const bytes : {&page.layout, &page.moved}) {
      bytes->resize(random() % 20);
      for (char& byte : *bytes) byte = static_cast<char>(random());
    }
    move_back(page);
    EXPECT_EQ(page.moved, "");
  }
}

TEST(SiteModel, IsOfBlocksThatStandOnTwoFifthsOfThePages) {
  RepeatedBlocks repeated;
  for (std::size_t i = 0; i < kPagesOfModel; ++i) {
    std::vector<Block> blocks{{"page " + std::to_string(i)}, {"}"}, {"twice"}};
    if (i < 26) blocks.push_back({"often"});
    if (i >= kPagesOfModel - 25) blocks.push_back({"too seldom"});
    if (i < 13) blocks.insert(blocks.end(), {{"twice on each"}, {"twice on each"}});
    repeated.count(document_of(blocks));
  }
  EXPECT_EQ(repeated.found(), (std::vector<std::string>{"twice", "often"}));
}

}  // namespace
}  // namespace indexer
