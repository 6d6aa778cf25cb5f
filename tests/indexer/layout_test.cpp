#include "indexer/layout.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "indexer/packed_numbers.hpp"

namespace indexer {
namespace {

struct Block {
  std::string text;
  bool is_heading = false;

  friend bool operator==(const Block&, const Block&) = default;
};

std::vector<Block> read(std::string_view body, std::string_view layout) {
  std::vector<Block> blocks;
  for (const MainBlock& block : blocks_of(body, layout)) blocks.emplace_back(std::string(block.text), block.is_heading);
  return blocks;
}

TEST(Layout, OfLinesThatAreABlockEachTakesNothing) {
  LayoutWriter layout;
  for (const char* text : {"one", "two", "three"}) layout.add({.text = text});
  EXPECT_EQ(layout.bytes(), "");
  EXPECT_EQ(read("one\ntwo\nthree", ""), (std::vector<Block>{{"one"}, {"two"}, {"three"}}));
  EXPECT_EQ(read("", ""), std::vector<Block>());
}

TEST(Layout, OfAnyBlocksIsReadAsItWasWritten) {
  std::mt19937 random(7);
  for (int i = 0; i < 2000; ++i) {
    std::vector<Block> blocks(random() % 300);
    LayoutWriter layout;
    std::string body;
    for (Block& block : blocks) {
      block = {.text = "x" + std::to_string(random() % 10), .is_heading = random() % 7 == 0};
      if (!block.is_heading && random() % 9 == 0) block.text += std::string(1 + random() % 200, '\n') + "end";
      layout.add({.text = block.text, .is_heading = block.is_heading});
      body += (body.empty() ? "" : "\n") + block.text;
    }
    ASSERT_EQ(read(body, layout.bytes()), blocks) << i;
  }
}

TEST(Layout, AHeadingOfSeveralLinesIsNone) {
  LayoutWriter layout;
  layout.add({.text = "two\nlines", .is_heading = true});
  layout.add({.text = "one", .is_heading = true});
  EXPECT_EQ(read("two\nlines\none", layout.bytes()), (std::vector<Block>{{"two\nlines"}, {"one", true}}));
}

TEST(Layout, OfAnyBytesComesToAnEndAndLosesNoText) {
  std::mt19937 random(8);
  for (int i = 0; i < 2000; ++i) {
    std::string layout(random() % 30, '\0'), body(1 + random() % 30, '\n');
    for (char& byte : layout) byte = static_cast<char>(random());
    for (char& byte : body) byte = random() % 2 == 0 ? '\n' : 'x';
    std::string again;
    for (const Block& block : read(body, layout)) again += block.text + '\n';
    again.pop_back();
    ASSERT_EQ(again, body);
  }
}

TEST(PackedNumbers, AreReadAsTheyWereWritten) {
  std::string bytes;
  std::mt19937_64 random(9);
  std::vector<std::uint64_t> numbers{0, 127, 128, UINT64_MAX};
  for (int i = 0; i < 500; ++i) numbers.push_back(random() >> random() % 64);
  for (const std::uint64_t number : numbers) append_number(bytes, number);
  std::string_view left = bytes;
  for (const std::uint64_t number : numbers) ASSERT_EQ(take_number(left), number);
  EXPECT_TRUE(left.empty());
  EXPECT_EQ(take_number(left), 0U);
}

}  // namespace
}  // namespace indexer
