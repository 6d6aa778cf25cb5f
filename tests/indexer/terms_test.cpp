#include "indexer/terms.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "indexer/tokenizer.hpp"

namespace indexer {
namespace {

std::vector<std::string> kept(const Terms& terms) {
  std::vector<std::string> all;
  for (const std::string_view term : terms) all.emplace_back(term);
  return all;
}

TEST(Terms, AreThoseOfTheTokenizerInOrder) {
  const std::string text = "The pg_stat_activity view, Straße 7; 日本語 " + std::string(100, 'x') + " the";
  std::vector<std::string> expected;
  for (const Token& token : tokenize(text)) expected.emplace_back(token.term);
  EXPECT_EQ(kept(Terms(text)), expected);
}

TEST(Terms, OfATextWithoutWordsAreNone) {
  EXPECT_TRUE(Terms().empty());
  EXPECT_TRUE(Terms(" ,;\n").empty());
  EXPECT_TRUE(kept(Terms(" ,;\n")).empty());
}

}  // namespace
}  // namespace indexer
