#include "indexer/stop_words.hpp"

#include <gtest/gtest.h>

namespace indexer {
namespace {

TEST(StopWords, AreThoseOfTheLanguage) {
  const auto english = Language::of_tag("en");
  const auto german = Language::of_tag("de");
  for (const std::string_view word : {"the", "how", "is", "a", "yours"})
    EXPECT_TRUE(is_stop_word(word, english)) << word;
  EXPECT_FALSE(is_stop_word("table", english));
  EXPECT_TRUE(is_stop_word("die", german));
  EXPECT_FALSE(is_stop_word("die", english));
  Languages both(english);
  both.add(german);
  EXPECT_TRUE(is_stop_word("die", both));
  EXPECT_FALSE(is_stop_word("the", {}));
  EXPECT_FALSE(is_stop_word("", both));
}

}  // namespace
}  // namespace indexer
