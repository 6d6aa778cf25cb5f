#include "indexer/characters.hpp"

#include <gtest/gtest.h>
#include <unicode/unistr.h>

#include <string>

namespace indexer {
namespace {

constexpr char32_t kLastCodePoint = 0x10FFFF;

std::string utf8(char32_t c) {
  std::string bytes;
  return icu::UnicodeString(static_cast<UChar32>(c)).toUTF8String(bytes);
}

bool is_surrogate(char32_t c) {
  return c >= 0xD800 && c < 0xE000;
}

std::string fold(std::string_view text) {
  std::string folded;
  for (std::size_t at = 0; at < text.size();) {
    const Decoded next = decode(text, at);
    folded += character(next.code_point).folded();
    at = next.end;
  }
  return folded;
}

TEST(Characters, EveryCodePointIsDecodedFromItsUtf8) {
  for (char32_t c = 0; c <= kLastCodePoint; ++c) {
    if (is_surrogate(c)) continue;
    const std::string bytes = utf8(c);
    const Decoded decoded = decode(bytes, 0);
    ASSERT_EQ(decoded.code_point, c);
    ASSERT_EQ(decoded.end, bytes.size());
    for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
      ASSERT_EQ(decode(std::string_view(bytes).substr(0, cut), 0).code_point, 0xFFFDu) << std::hex << int(c);
    }
  }
}

// Unicode Standard, table 3-7: overlong forms, surrogates, more than U+10FFFF, stray and missing trail bytes.
TEST(Characters, BytesThatAreNoUtf8AreOneReplacementCharacterEach) {
  for (const std::string_view bad :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x80\x80\x80",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xC3(", "\xE2\x82("}) {
    EXPECT_EQ(decode(bad, 0).code_point, 0xFFFDu);
    EXPECT_EQ(decode(bad, 0).end, 1u);
  }
}

TEST(Characters, FoldingWhatWasFoldedChangesNothing) {
  for (char32_t c = 0; c <= kLastCodePoint; ++c) {
    const std::string folded(character(c).folded());
    ASSERT_EQ(fold(folded), folded) << "U+" << std::hex << int(c);
  }
}

TEST(Characters, CaseCompatibilityFormsAndDiacriticsAreFolded) {
  EXPECT_EQ(fold("ÉÀÇÑÖÅ"), "eacnoa");
  EXPECT_EQ(fold("straßeẞ"), "strassess");
  EXPECT_EQ(fold("Ångström"), fold("A\u030Angstro\u0308m"));
  EXPECT_EQ(fold("ŁódźÆØ"), "lodzaeo");
  EXPECT_EQ(fold("ΣΑΣς"), "σασσ");
  EXPECT_EQ(fold("ЁЛКА"), "елка");
  EXPECT_EQ(fold("İıI"), "iii");
  EXPECT_EQ(fold("ﬁＡＢＣⅧ"), "fiabcviii");
  EXPECT_EQ(fold("١٢٣۴५๖７"), "1234567");
  EXPECT_EQ(fold("co\u00ADop"), "coop");
  EXPECT_EQ(fold("שָׁלוֹם"), "שלום");
}

// Vowels of India and South East Asia are nonspacing marks too, and the voiced sound mark makes another syllable.
TEST(Characters, MarksThatAreLettersStay) {
  EXPECT_EQ(fold("कु"), "कु");
  EXPECT_NE(fold("कु"), fold("के"));
  EXPECT_EQ(fold("กิ"), "กิ");
  EXPECT_NE(fold("が"), fold("か"));
  EXPECT_EQ(fold("ガ"), fold("カ\u3099"));
  EXPECT_EQ(fold("ガ"), fold("ｶﾞ"));
}

}  // namespace
}  // namespace indexer
