#include "indexer/terms.hpp"

#include <gtest/gtest.h>

#include <cstdint>
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

TEST(Terms, OfATextWithoutWordsAreNone) {
  EXPECT_TRUE(Terms().empty());
  EXPECT_TRUE(Terms(" ,;\n", Language()).empty());
  EXPECT_TRUE(kept(Terms(" ,;\n", Language())).empty());
}

}  // namespace
}  // namespace indexer
