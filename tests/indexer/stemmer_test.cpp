#include "indexer/stemmer.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "tests/support/test_data.hpp"

namespace indexer {
namespace {

std::string stem(std::string_view word, std::string_view language = "en") {
  return Stemmer(Language::of_tag(language)).stem(word);
}

TEST(Stemmer, GivesTheStemsOfSnowballsVocabulary) {
  const auto path = support::test_data("words/english-stems.tsv");
  if (!path) GTEST_SKIP() << "no words/english-stems.tsv; set SITEDEX_TEST_DATA";
  std::ifstream list(*path);
  Stemmer stemmer(Language::of_tag("en"));
  int words = 0;
  for (std::string line; std::getline(list, line); ++words) {
    const std::size_t tab = line.find('\t');
    EXPECT_EQ(stemmer.stem(line.substr(0, tab)), line.substr(tab + 1)) << line;
  }
  EXPECT_GT(words, 20'000);
}

// What the rules of Snowball 3 have that those of 2.2 have not.
TEST(Stemmer, KnowsWhatEnglishHasLearntSince) {
  EXPECT_EQ(stem("adding"), "add");
  EXPECT_EQ(stem("eggs"), "egg");
  EXPECT_EQ(stem("inning"), "inning") << "no form of inn";
  EXPECT_EQ(stem("vying"), "vie");
  EXPECT_EQ(stem("evenings"), "evening");
  EXPECT_EQ(stem("pasted"), "paste");
  EXPECT_EQ(stem("biologists"), stem("biology"));
  EXPECT_EQ(stem("lateral"), "lateral");
  EXPECT_EQ(stem("later"), "later");
  EXPECT_NE(stem("organization"), stem("organ"));
  EXPECT_NE(stem("emergency"), stem("emerge"));
  EXPECT_NE(stem("universal"), stem("university"));
}

TEST(Stemmer, EachLanguageHasOne) {
  std::size_t languages = 0;
  for (char first = 'a'; first <= 'z'; ++first) {
    for (char second = 'a'; second <= 'z'; ++second) {
      const auto language = Language::of_tag(std::string{first, second});
      if (language == Language()) continue;
      EXPECT_NO_THROW(Stemmer(language).stem("word")) << language.subtag();
      languages += language.subtag() == (std::string{first, second});
    }
  }
  EXPECT_EQ(languages, Language::kCount - 1);
  EXPECT_EQ(stem("häuser", "de"), "haus");
  EXPECT_EQ(stem("продолжительностью", "ru"), "продолжительн");
}

}  // namespace
}  // namespace indexer
