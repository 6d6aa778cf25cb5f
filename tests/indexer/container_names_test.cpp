#include "indexer/container_names.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>
#include <string_view>

namespace indexer {
namespace {

NameSign sign_of(std::string_view names) {
  return read_names(names).sign;
}

TEST(ContainerNames, AreReadWordByWord) {
  for (const std::string_view navigation :
       {"nav", "main-nav", "mainNav", "NAV", "nav2", "site_nav", "x nav", "x\tnavi"}) {
    EXPECT_EQ(sign_of(navigation), NameSign::kSetting) << navigation;
  }
  for (const std::string_view nothing : {"", " ", "-", "canal", "col-md-9", "x1nav", "sp6Nav7x", "ünav"}) {
    EXPECT_EQ(sign_of(nothing), NameSign::kNone) << nothing;
  }
}

TEST(ContainerNames, StemsStandForAllThatBeginsSo) {
  EXPECT_EQ(sign_of("sidebarLeft"), NameSign::kSetting);
  EXPECT_EQ(sign_of("sidebars"), NameSign::kSetting);
  EXPECT_EQ(sign_of("kommentarbereich"), NameSign::kOutside);
  EXPECT_EQ(sign_of("adverb"), NameSign::kNone) << "the stem is a longer word";
}

TEST(ContainerNames, TheLastWordTellsWhatAThingIs) {
  EXPECT_EQ(sign_of("sidebar-content"), NameSign::kContent);
  EXPECT_EQ(sign_of("content-sidebar"), NameSign::kSetting);
  EXPECT_EQ(sign_of("post-author-x"), NameSign::kSetting) << "words that say nothing count for nothing";
}

TEST(ContainerNames, AnAdditionStaysOneWhateverFollows) {
  EXPECT_EQ(sign_of("related-content"), NameSign::kAddition);
  EXPECT_EQ(sign_of("comment-text"), NameSign::kOutside);
  EXPECT_EQ(sign_of("comment-share"), NameSign::kOutside);
}

TEST(ContainerNames, OfSeveralTheStrongestCounts) {
  EXPECT_EQ(sign_of("sidebar article"), NameSign::kContent);
  EXPECT_EQ(sign_of("article social"), NameSign::kAddition);
  EXPECT_EQ(sign_of("post tag-cookies hentry"), NameSign::kEntry);
}

TEST(ContainerNames, WordsWrittenApartAreOne) {
  EXPECT_EQ(sign_of("side-bar"), NameSign::kSetting);
  EXPECT_EQ(sign_of("newsLetterBox"), NameSign::kAddition) << "and not news";
  EXPECT_EQ(sign_of("most_read"), NameSign::kAddition);
  EXPECT_EQ(sign_of("side bar"), NameSign::kNone) << "two names";
}

TEST(ContainerNames, StatesAndAddressesSayNothing) {
  EXPECT_EQ(sign_of("has-sidebar no-comments is-related"), NameSign::kNone);
  EXPECT_EQ(sign_of("content-with-sidebar"), NameSign::kContent);
  EXPECT_EQ(sign_of("https://example.com/comments"), NameSign::kNone);
}

TEST(ContainerNames, AreKnownByTheWordThatCounts) {
  EXPECT_EQ(read_names("box post-sidebar").word, read_names("sidebarLeft").word);
  EXPECT_NE(read_names("sidebar").word, read_names("aside").word);
  for (const std::string_view names : {"", "about", "zoeken", "hentry"})
    EXPECT_LT(read_names(names).word, count_name_words());
}

TEST(ContainerNames, LongWordsAreNoOthers) {
  EXPECT_EQ(sign_of("bildunterschrift"), NameSign::kSetting);
  EXPECT_EQ(sign_of("bildunterschrifts"), NameSign::kNone);
  EXPECT_EQ(sign_of("comment" + std::string(100'000, 'x')), NameSign::kNone);
  EXPECT_EQ(sign_of("sidebar" + std::string(100'000, 'x')), NameSign::kSetting);
}

TEST(ContainerNames, RememberedReadingsStay) {
  NameReader& reader = NameReader::of_this_thread();
  std::mt19937 random(3);
  for (int i = 0; i < 20000; ++i) {
    std::string names;
    for (std::size_t words = random() % 4; words > 0; --words) {
      names += std::to_array({"main", " nav", "-content", " related", "Side", "bar"})[random() % 6];
      names += std::to_string(random() % 20);
    }
    if (random() % 50 == 0) names += std::string(300, 'x') + " footer";  // too long to be remembered
    ASSERT_EQ(reader.read(names).sign, read_names(names).sign) << names;
    ASSERT_EQ(reader.read(names).word, read_names(names).word) << names;
  }
}

}  // namespace
}  // namespace indexer
