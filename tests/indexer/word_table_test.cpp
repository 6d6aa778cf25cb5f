#include "indexer/word_table.hpp"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>

namespace indexer {
namespace {

TEST(WordTable, GivesWhatWasRememberedOrNothing) {
  WordTable<16, 8, 64> table{};
  std::map<std::string, std::string> remembered;
  std::mt19937 random(5);
  int found = 0;
  for (int i = 0; i < 20000; ++i) {
    // Words of few characters, NUL among them, that others begin with.
    std::string word;
    for (std::size_t size = 1 + random() % 16; size > 0; --size) word += "ab\0"[random() % 3 * (random() % 2)];
    const WordKey<16> key(word, word.size());
    if (const auto* const known = table.find(key)) {
      ++found;
      ASSERT_EQ(known->view(), remembered.at(word));
    } else {
      const std::string made = std::to_string(i);
      EXPECT_TRUE(table.remember(key, made));
      remembered[word] = made;
      ASSERT_EQ(table.find(key)->view(), made);
    }
  }
  EXPECT_GT(found, 1000);
}

TEST(WordTable, HasNoRoomForWhatIsTooLong) {
  const auto table = std::make_unique<WordTable<16, 8, 64>>();
  const WordKey<16> key("word", 4);
  EXPECT_FALSE(table->remember(key, "123456789"));
  EXPECT_EQ(table->find(key), nullptr);
}

TEST(WordKey, IsOfTheWordAloneWhateverFollowsIt) {
  WordTable<32, 8, 64> table{};
  const std::string_view text = "word, and as many bytes behind it as a key has, and more";
  table.remember({text, 4}, "1");
  EXPECT_NE(table.find({"word", 4}), nullptr);
  EXPECT_NE(table.find({"word as another text has it, with other bytes", 4}), nullptr);
  EXPECT_EQ(table.find({text, 5}), nullptr);
}

}  // namespace
}  // namespace indexer
