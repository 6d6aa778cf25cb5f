#include "indexer/language_detector.hpp"

#include <gtest/gtest.h>

#include <string>

namespace indexer {
namespace {

constexpr std::string_view kEnglish =
    "The server process keeps a list of all the tables that were changed, and for each of them it writes what is needed"
    " to find the rows again after a crash. This takes some time.";
constexpr std::string_view kGerman =
    "Der Server führt eine Liste aller Tabellen, die geändert wurden, und schreibt für jede von ihnen, was nötig ist, "
    "um"
    " die Zeilen nach einem Absturz wiederzufinden. Das dauert eine Weile.";
constexpr std::string_view kJapanese =
    "サーバーは変更されたすべての表の一覧を保持し、障害のあとに行を見つけるために必要な情報を書き込みます。";

TEST(LanguageDetector, TellsWhatThePageDoesNot) {
  EXPECT_EQ(detect_language(kEnglish, ""), "en");
  EXPECT_EQ(detect_language(kGerman, ""), "de");
  EXPECT_EQ(detect_language(kJapanese, ""), "ja");
}

TEST(LanguageDetector, BelievesThePageWhereItsTextDoesNotSayOtherwise) {
  EXPECT_EQ(detect_language(kEnglish, "en-gb"), "en-gb");
  EXPECT_EQ(detect_language(kGerman, "de-at"), "de-at");
  EXPECT_EQ(detect_language("0x1F 0x2A 17 42", "fr"), "fr");
  EXPECT_EQ(detect_language("", "fr"), "fr");
  EXPECT_EQ(detect_language("Ja.", ""), "");
}

TEST(LanguageDetector, BelievesTheTextWhereATemplateSaysSomethingElse) {
  EXPECT_EQ(detect_language(kGerman, "en"), "de");
  EXPECT_EQ(detect_language(kJapanese, "en-us"), "ja");
}

// Menus come first; and wherever the sample is cut, it is still UTF-8.
TEST(LanguageDetector, LooksWithinTheText) {
  std::string text = "Home\nAbout\nContact\nLog in\n";
  for (int i = 0; i < 30; ++i) text += kGerman;
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(detect_language(std::string(static_cast<std::size_t>(i), '.') + text, ""), "de");
  std::string japanese;
  for (int i = 0; i < 30; ++i) japanese += kJapanese;
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(detect_language(std::string(static_cast<std::size_t>(i), '.') + japanese, ""), "ja");
}

}  // namespace
}  // namespace indexer
