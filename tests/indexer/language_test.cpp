#include "indexer/language.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <vector>

namespace indexer {
namespace {

Language language(std::string_view tag) {
  return Language::of_tag(tag);
}

TEST(Language, IsToldByThePrimarySubtag) {
  EXPECT_EQ(language("en-us").subtag(), "en");
  EXPECT_EQ(language("nb"), language("no")) << "both are Norwegian";
  for (const std::string_view tag : {"", "-", "ja", "fil", "e", "xx"}) EXPECT_EQ(language(tag), Language()) << tag;
}

TEST(Languages, AreASet) {
  Languages some(language("de"));
  some.add(Language());
  some.add(language("de"));
  std::vector<Language> listed;
  std::ranges::copy(some, std::back_inserter(listed));
  EXPECT_EQ(listed, (std::vector<Language>{Language(), language("de")}));
  EXPECT_TRUE(some.contain(Language()));
  EXPECT_FALSE(some.contain(language("en")));
  EXPECT_TRUE(Languages().empty());
}

TEST(LanguageMark, IsReadAsItWasWritten) {
  Languages some(language("en"));
  for (const std::string_view tag : {"", "de", "tr"}) {
    some.add(language(tag));
    const std::string text = language_mark(some) + "text";
    const MarkedText read = take_language_mark(text);
    EXPECT_EQ(read.text, "text");
    EXPECT_EQ(read.languages, some);
  }
}

TEST(LanguageMark, NoneNeedsNone) {
  EXPECT_EQ(language_mark(Language()), "");
  EXPECT_EQ(language_mark({}), "");
  const MarkedText read = take_language_mark("text");
  EXPECT_EQ(read.text, "text");
  EXPECT_EQ(read.languages, Languages(Language()));
}

// Any bytes are text: a page may begin with what looks like one.
TEST(LanguageMark, WhatIsCutOffOrWrongIsTakenAsFarAsItGoes) {
  const std::string mark = language_mark(language("de"));
  for (std::size_t bytes = 0; bytes < mark.size(); ++bytes) {
    const MarkedText read = take_language_mark(std::string_view(mark).substr(0, bytes));
    EXPECT_EQ(read.languages, Languages(Language())) << bytes;
    EXPECT_TRUE(mark.substr(0, bytes).ends_with(read.text));
  }
  EXPECT_EQ(take_language_mark("\U000E0001\U000E0064 x").text, " x");
}

}  // namespace
}  // namespace indexer
