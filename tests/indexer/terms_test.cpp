#include "indexer/terms.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "indexer/tokenizer.hpp"

namespace indexer {
namespace {

/// Each term with its position.
using Placed = std::vector<std::pair<std::string, std::uint32_t>>;

Placed kept(const Terms& terms) {
  Placed all;
  std::uint32_t words = 0;
  for (const auto& [text, is_alternative] : terms) {
    if (!is_alternative) ++words;
    all.emplace_back(text, words - 1);
  }
  return all;
}

TEST(Terms, AreThoseOfTheTokenizerInOrder) {
  const std::string text =
      "The pg_stat_activity view, Straßen 7; fileNames in C++, 日本語 " + std::string(100, 'x') + " the";
  const auto english = Language::of_tag("en");
  Placed expected;
  for (const Token& token : tokenize(text, english)) expected.emplace_back(token.term, token.position);
  EXPECT_EQ(kept(Terms(text, english)), expected);
  EXPECT_NE(kept(Terms(text, Language())), expected);
}

/// Words are remembered, in a bounded number of places, for each language; what stands beside one may count.
TEST(Terms, OfWordsThatComeAgainAreTheSame) {
  std::mt19937 random(11);
  std::string text;
  for (int i = 0; i < 60000; ++i) {
    const std::size_t number = random() % 100 < 50 ? random() % 100 : random() % 30000;
    text += std::to_array({"words", "Getting", "readLine", "fileNamesOf", "c", "NET", "straße", "v"})[number % 8];
    if (number % 3 == 0) text += std::string(number % 70, static_cast<char>('a' + number % 26));
    text += std::to_array({" ", " ", "+", "++ ", "# ", ".", ", "})[number % 7];
    if (number % 5 == 0) text += std::to_string(number) + ' ';
  }
  for (const auto language : {Language::of_tag("en"), Language(), Language::of_tag("de")}) {
    Placed expected;
    for (const Token& token : tokenize(text, language)) expected.emplace_back(token.term, token.position);
    EXPECT_EQ(kept(Terms(text, language)), expected);
    EXPECT_EQ(kept(Terms(text, language)), expected) << "when the words are known";
  }
}

TEST(Terms, OfATextWithoutWordsAreNone) {
  EXPECT_TRUE(Terms().empty());
  EXPECT_TRUE(Terms(" ,;\n", Language()).empty());
  EXPECT_TRUE(kept(Terms(" ,;\n", Language())).empty());
}

}  // namespace
}  // namespace indexer
