#include "indexer/term_filter.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "indexer/stemmer.hpp"
#include "indexer/tokenizer.hpp"
#include "tests/support/random_text.hpp"
#include "tests/support/rounds.hpp"

namespace indexer {
namespace {

using Found = std::vector<std::tuple<std::string, std::uint32_t, std::uint32_t>>;

Found with_term(auto tokens, std::string_view term) {
  Found found;
  for (const Token& token : tokens) {
    if (token.term == term) found.emplace_back(token.term, token.begin, token.position);
  }
  return found;
}

TEST(TermFilter, KeepsOutNoWordThatHasATerm) {
  const std::vector<std::string> pieces{"a", "B",  "ing", "net", "NET", ".", " ", " ",  "C++", "c#", "é",
                                        "ß", "ed", "S",   "7",   "_",   "x", "Y", "le", "東",  "ies"};
  std::mt19937 random(1);
  for (int i = 0; i < support::rounds(3000); ++i) {
    const std::string text = support::random_text(random, pieces, 40);
    for (const std::string_view tag : {"", "en", "de", "fr", "ru", "id"}) {
      const auto language = Language::of_tag(tag);
      for (const Token& token : tokenize(text, language)) {
        const std::string term(token.term);
        TermFilter filter(language);
        filter.admit(term);
        ASSERT_EQ(with_term(tokenize(text, language, filter), term), with_term(tokenize(text, language), term)) << text;
      }
    }
  }
}

TEST(TermFilter, KeepsMostWordsOut) {
  TermFilter filter(Language::of_tag("en"));
  filter.admit("vacuum");
  filter.admit(".net");
  EXPECT_TRUE(filter.passes("Vacuuming"));
  EXPECT_TRUE(filter.passes("autoVacuum"));
  EXPECT_TRUE(filter.passes("NET"));
  EXPECT_FALSE(filter.passes("autovacuum"));
  EXPECT_FALSE(filter.passes("Table"));
}

// In other languages there are stems without the beginnings of their words.
TEST(TermFilter, LetsAllPassWhereStemsMayBeginOtherwise) {
  const auto indonesian = Language::of_tag("id");
  EXPECT_EQ(Stemmer(indonesian).stem("dibantu"), "bantu");
  TermFilter filter(indonesian);
  filter.admit("bantu");
  EXPECT_TRUE(filter.passes("dibantu"));
}

TEST(TermFilter, TakesStemsThatBeginAsTheirWords) {
  const std::vector<std::string> pieces{"a", "e", "i", "o", "u", "y", "qu",  "j",  "s",   "t",    "st", "n",
                                        "r", "l", "m", "z", "h", "v", "ing", "en", "ion", "heit", "ez", "ies"};
  std::mt19937 random(2);
  for (const std::string_view tag : {"da", "de", "en", "es", "fi", "fr", "it", "no", "pt", "sv"}) {
    Stemmer stemmer(Language::of_tag(tag));
    for (int i = 0; i < 20'000; ++i) {
      const std::string word = support::random_text(random, pieces, 6);
      if (word.size() < 3) continue;
      const std::string stem = stemmer.stem(word);
      ASSERT_TRUE(!stem.empty() && stem[0] == word[0]) << tag << ": " << word << " is " << stem;
    }
  }
}

}  // namespace
}  // namespace indexer
