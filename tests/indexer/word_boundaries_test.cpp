#include "indexer/word_boundaries.hpp"

#include <gtest/gtest.h>
#include <unicode/brkiter.h>
#include <unicode/unistr.h>

#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/random_text.hpp"
#include "tests/support/test_data.hpp"

namespace indexer {
namespace {

using Offsets = std::vector<std::size_t>;

Offsets boundaries(std::string_view text) {
  Offsets all{0};
  while (all.back() < text.size()) all.push_back(word_end(text, all.back()));
  return all;
}

/// The same by ICU, whose rules differ where dictionaries take part and at the colon.
Offsets icu_boundaries(const std::string& text) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> words(
      icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), error));
  const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(text);
  words->setText(wide);
  Offsets all;
  for (auto at = words->first(); at != icu::BreakIterator::DONE; at = words->next()) {
    std::string before;
    wide.tempSubString(0, at).toUTF8String(before);
    all.push_back(before.size());
  }
  return all;
}

/// A line of the suite: "÷ 0041 × 0308 ÷ # ..." with code points and, between them, whether there is a boundary.
struct Case {
  std::string text;
  Offsets boundaries;
};

Case parse_case(const std::string& line) {
  Case parsed;
  std::istringstream words(line.substr(0, line.find('#')));
  for (std::string word; words >> word;) {
    if (word == "÷") {
      parsed.boundaries.push_back(parsed.text.size());
    } else if (word != "×") {
      icu::UnicodeString(static_cast<UChar32>(std::stoul(word, nullptr, 16))).toUTF8String(parsed.text);
    }
  }
  return parsed;
}

// UAX 29, section 4.1, by Unicode's own vectors.
TEST(WordBoundaries, AllPublishedCasesPass) {
  const auto path = support::test_data("words/WordBreakTest.txt");
  if (!path) GTEST_SKIP() << "no words/WordBreakTest.txt; set SITEDEX_TEST_DATA";
  std::ifstream file(*path);
  int cases = 0;
  for (std::string line; std::getline(file, line);) {
    const Case expected = parse_case(line);
    if (expected.text.empty()) continue;
    ++cases;
    EXPECT_EQ(boundaries(expected.text), expected.boundaries) << line;
  }
  EXPECT_GT(cases, 1000);
}

TEST(WordBoundaries, AgreeWithIcuWhereItIsNotTailored) {
  const auto alphabet =
      support::characters_of("aZé\u0308\u200D\u00AD09٣._,;'’\"אש״_ \t\u3000\r\n\v😀🏽❤\uFE0F🇦🇧🇨\u0903ñа½—\u2028");
  std::mt19937 random(20230101);
  for (int i = 0; i < 5000; ++i) {
    const std::string text = support::random_text(random, alphabet, 12);
    ASSERT_EQ(boundaries(text), icu_boundaries(text)) << testing::PrintToString(text);
  }
}

TEST(WordBoundaries, BytesThatAreNoUtf8AreCharacters) {
  EXPECT_EQ(boundaries("a\xFF\xC3z"), (Offsets{0, 1, 2, 3, 4}));
  EXPECT_EQ(boundaries(std::string_view("a\0b", 3)), (Offsets{0, 1, 2, 3}));
}

// A look ahead passes over marks (WB4); what it finds must not be looked for again from each of them.
TEST(WordBoundaries, LongRunsOfMarksTakeLinearTime) {
  std::string text = "a'";
  for (int i = 0; i < 1'000'000; ++i) text += "\u0308";
  EXPECT_EQ(boundaries(text), (Offsets{0, 1, text.size()}));
}

}  // namespace
}  // namespace indexer
