#include "indexer/container_names.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace indexer {
namespace {

TEST(ContainerNames, AreReadWordByWord) {
  for (const std::string_view navigation :
       {"nav", "main-nav", "mainNav", "NAV", "nav2", "site_nav", "x nav", "x\tnavi"}) {
    EXPECT_EQ(read_names(navigation), NameSign::kSetting) << navigation;
  }
  for (const std::string_view nothing : {"", " ", "-", "canal", "col-md-9", "x1nav", "sp6Nav7x", "ünav"}) {
    EXPECT_EQ(read_names(nothing), NameSign::kNone) << nothing;
  }
}

TEST(ContainerNames, StemsStandForAllThatBeginsSo) {
  EXPECT_EQ(read_names("sidebarLeft"), NameSign::kSetting);
  EXPECT_EQ(read_names("sidebars"), NameSign::kSetting);
  EXPECT_EQ(read_names("kommentarbereich"), NameSign::kOutside);
  EXPECT_EQ(read_names("adverb"), NameSign::kNone) << "the stem is a longer word";
}

TEST(ContainerNames, TheLastWordTellsWhatAThingIs) {
  EXPECT_EQ(read_names("sidebar-content"), NameSign::kContent);
  EXPECT_EQ(read_names("content-sidebar"), NameSign::kSetting);
  EXPECT_EQ(read_names("post-author-x"), NameSign::kSetting) << "words that say nothing count for nothing";
}

TEST(ContainerNames, AnAdditionStaysOneWhateverFollows) {
  EXPECT_EQ(read_names("related-content"), NameSign::kAddition);
  EXPECT_EQ(read_names("comment-text"), NameSign::kOutside);
  EXPECT_EQ(read_names("comment-share"), NameSign::kOutside);
}

TEST(ContainerNames, OfSeveralTheStrongestCounts) {
  EXPECT_EQ(read_names("sidebar article"), NameSign::kContent);
  EXPECT_EQ(read_names("article social"), NameSign::kAddition);
  EXPECT_EQ(read_names("post tag-cookies hentry"), NameSign::kEntry);
}

TEST(ContainerNames, WordsWrittenApartAreOne) {
  EXPECT_EQ(read_names("side-bar"), NameSign::kSetting);
  EXPECT_EQ(read_names("newsLetterBox"), NameSign::kAddition) << "and not news";
  EXPECT_EQ(read_names("most_read"), NameSign::kAddition);
  EXPECT_EQ(read_names("side bar"), NameSign::kNone) << "two names";
}

TEST(ContainerNames, StatesAndAddressesSayNothing) {
  EXPECT_EQ(read_names("has-sidebar no-comments is-related"), NameSign::kNone);
  EXPECT_EQ(read_names("content-with-sidebar"), NameSign::kContent);
  EXPECT_EQ(read_names("https://example.com/comments"), NameSign::kNone);
}

TEST(ContainerNames, LongWordsAreNoOthers) {
  EXPECT_EQ(read_names("bildunterschrift"), NameSign::kSetting);
  EXPECT_EQ(read_names("bildunterschrifts"), NameSign::kNone);
  EXPECT_EQ(read_names("comment" + std::string(100'000, 'x')), NameSign::kNone);
  EXPECT_EQ(read_names("sidebar" + std::string(100'000, 'x')), NameSign::kSetting);
}

}  // namespace
}  // namespace indexer
