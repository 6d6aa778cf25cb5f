#include "indexer/tokenizer.hpp"

#include <gtest/gtest.h>
#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/support/random_text.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/token_laws.hpp"

namespace indexer {
namespace {

using Terms = std::vector<std::string>;

Terms terms(std::string_view text, Languages languages = {}, Purpose purpose = Purpose::kQuery) {
  Terms all;
  for (const Token& token : tokenize(text, languages, purpose)) all.emplace_back(token.term);
  return all;
}

Terms terms_of_document(std::string_view text, std::string_view language = "") {
  return terms(text, Language::of_tag(language), Purpose::kDocument);
}

std::string join(const Terms& terms) {
  std::string text;
  for (const std::string& term : terms) text += term + ' ';
  return text;
}

/// With marks in canonical order: the tokenizer leaves them in the order of the text.
Terms order_marks(Terms terms) {
  UErrorCode error = U_ZERO_ERROR;
  for (std::string& term : terms) {
    icu::Normalizer2::getNFDInstance(error)
        ->normalize(icu::UnicodeString::fromUTF8(term), error)
        .toUTF8String(term = {});
  }
  return terms;
}

/// The tokenizer once more, simple and slow: ICU finds the boundaries, and whole words are folded by its normalizers.
class SlowTokenizer {
 public:
  Terms terms(const std::string& utf8) {
    terms_.clear();
    const icu::UnicodeString text = icu::UnicodeString::fromUTF8(utf8);
    boundaries_->setText(text);
    auto begin = boundaries_->first();
    for (auto end = boundaries_->next(); end != icu::BreakIterator::DONE; begin = end, end = boundaries_->next()) {
      cut(text.tempSubStringBetween(begin, end));
    }
    return terms_;
  }

 private:
  void cut(const icu::UnicodeString& segment) {
    icu::UnicodeString word;
    for (std::int32_t i = 0; i < segment.length(); i = segment.moveIndex32(i, 1)) {
      const UChar32 c = segment.char32At(i);
      const bool mark = u_hasBinaryProperty(c, UCHAR_GRAPHEME_EXTEND) || u_charType(c) == U_COMBINING_SPACING_MARK ||
                        u_charType(c) == U_FORMAT_CHAR;
      const bool letter = !mark && u_isalnum(c);
      const bool after_alone = !word.isEmpty() && stands_alone(word.char32At(0));
      if (!(mark && !word.isEmpty()) && (!letter || stands_alone(c) || after_alone)) finish(word);
      if (letter || !word.isEmpty()) word.append(c);
      if (!letter && !mark) word.remove();
    }
    finish(word);
  }

  void finish(icu::UnicodeString& word) {
    UErrorCode error = U_ZERO_ERROR;
    const auto* folder = icu::Normalizer2::getNFKCCasefoldInstance(error);
    const auto* decomposer = icu::Normalizer2::getNFDInstance(error);
    const icu::UnicodeString folded = decomposer->normalize(folder->normalize(word, error), error);
    icu::UnicodeString plain;
    for (std::int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
      const UChar32 c = folded.char32At(i);
      const UScriptCode script = uscript_getScript(c, &error);
      const bool letter_like = c == 0x3099 || script == USCRIPT_DEVANAGARI || script == USCRIPT_THAI;
      if (u_charType(c) != U_NON_SPACING_MARK || letter_like) plain.append(c);
    }
    std::string term;
    plain.toUTF8String(term);
    if (!term.empty()) terms_.push_back(term);
    word.remove();
  }

  static bool stands_alone(UChar32 c) {
    UErrorCode error = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(c, &error);
    return script == USCRIPT_HAN || script == USCRIPT_KATAKANA || script == USCRIPT_HIRAGANA ||
           script == USCRIPT_THAI || script == USCRIPT_HANGUL || c == u'ー';
  }

  UErrorCode error_ = U_ZERO_ERROR;
  std::unique_ptr<icu::BreakIterator> boundaries_{
      icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), error_)};
  Terms terms_;
};

std::vector<std::string> many_scripts() {
  return support::characters_of(
      "aeZz09 \t\n._,:;'’\"-=()—«»éÉßñçÅﬁｗe\u0301\u00AD\u200DΣςΆЖйЁшאבשּׁ״عربيَةकुषिกรุงเข้漢字東京かがカガーｱｶﾞ한국어"
      "😀❤🇦🇧𝐀");
}

TEST(Tokenizer, AgreesWithASlowOneMadeOfIcu) {
  const auto alphabet = many_scripts();
  std::mt19937 random(29);
  SlowTokenizer slow;
  for (int i = 0; i < support::rounds(5000); ++i) {
    const std::string text = support::random_text(random, alphabet, 16);
    ASSERT_EQ(order_marks(terms(text)), slow.terms(text)) << testing::PrintToString(text);
  }
}

TEST(Tokenizer, KeepsItsPromisesForAnyText) {
  const auto alphabet = many_scripts();
  std::mt19937 random(7);
  for (int i = 0; i < support::rounds(5000); ++i) {
    const std::string text = support::random_text(random, alphabet, 16);
    ASSERT_EQ(support::broken_token_law(text), "") << testing::PrintToString(text);
    std::string bytes(random() % 24, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    ASSERT_EQ(support::broken_token_law(bytes), "") << testing::PrintToString(bytes);
  }
}

// So whatever takes terms for a text finds the same terms again.
TEST(Tokenizer, TermsTokenizedAgainAreThemselves) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    std::string text;
    icu::UnicodeString(static_cast<UChar32>(c)).toUTF8String(text);
    ASSERT_EQ(support::broken_token_law(text), "") << "U+" << std::hex << int(c);
  }
  const auto alphabet = many_scripts();
  std::mt19937 random(8);
  for (int i = 0; i < support::rounds(5000); ++i) {
    const Terms once = terms(support::random_text(random, alphabet, 16));
    ASSERT_EQ(terms(join(once)), once);
  }
}

TEST(Tokenizer, AsciiWordsAreTheSameAmongOtherCharacters) {
  EXPECT_EQ(terms("The quick_brown fox's 3.14"), (Terms{"the", "quick", "brown", "fox", "s", "3", "14"}));
  EXPECT_EQ(terms("The quick_brown fox's 3.14é"), (Terms{"the", "quick", "brown", "fox", "s", "3", "14e"}));
  EXPECT_EQ(terms("naïve—A\u00A0b"), (Terms{"naive", "a", "b"}));
  for (const std::string name : {"fileNames", "utf8s", "C++", ".NET", "running", "IDs"}) {
    EXPECT_EQ(terms_of_document("«" + name + "»", "en"), terms_of_document(name, "en"));
    EXPECT_EQ(terms_of_document(name + "\u00A0", "en"), terms_of_document(name, "en"));
  }
}

TEST(Tokenizer, IdentifiersAndNamesAreFoundByTheirParts) {
  EXPECT_EQ(terms("pg_stat_activity"), (Terms{"pg", "stat", "activity"}));
  EXPECT_EQ(terms("https://example.com/a-b?c=d"), (Terms{"https", "example", "com", "a", "b", "c", "d"}));
  EXPECT_EQ(terms("l'été l’été"), (Terms{"l", "ete", "l", "ete"}));
}

TEST(Tokenizer, NamesOfSeveralWordsStandThereAsAWholeAndInParts) {
  EXPECT_EQ(terms_of_document("getElementById"), (Terms{"getelementbyid", "get", "element", "by", "id"}));
  EXPECT_EQ(terms_of_document("HTMLParser, TestTest"), (Terms{"htmlparser", "html", "parser", "testtest", "test"}));
  EXPECT_EQ(terms_of_document("URLs iPhone McDonald USA"),
            (Terms{"urls", "iphone", "phone", "mcdonald", "mc", "donald", "usa"}));
  EXPECT_EQ(terms_of_document("base64ToUtf8"), (Terms{"base64toutf8", "base64", "to", "utf8"}));
  EXPECT_EQ(terms("getElementById"), Terms{"getelementbyid"}) << "a query asks for the whole";
  std::vector<std::uint32_t> positions;
  for (const Token& token : tokenize("a fileName b")) positions.push_back(token.position);
  EXPECT_EQ(positions, (std::vector<std::uint32_t>{0, 1, 1, 1, 2}));
}

TEST(Tokenizer, NamesWithSignsStandThereWithThemAndWithout) {
  EXPECT_EQ(terms_of_document("C++, C# and .NET."), (Terms{"c++", "c", "c#", "c", "and", ".net", "net"}));
  EXPECT_EQ(terms("C++, C# and .NET."), (Terms{"c++", "c#", "and", ".net"}));
  EXPECT_EQ(terms_of_document("ASP.NET"), (Terms{"asp", ".net", "net"}));
  EXPECT_EQ(terms("example.net a+b c+++ d#e x##"), (Terms{"example", "net", "a", "b", "c", "d", "e", "x"}));
}

TEST(Tokenizer, WordsAreReducedToStems) {
  EXPECT_EQ(terms_of_document("Connected connections, running 3 DATABASES", "en"),
            (Terms{"connect", "connect", "run", "3", "databas"}));
  EXPECT_EQ(terms_of_document("Die Häuser der Städte", "de"), (Terms{"die", "haus", "der", "stadt"}));
  EXPECT_EQ(terms_of_document("créée et créés", "fr"), (Terms{"cre", "et", "cre"})) << "é is kept for the stemmer";
  EXPECT_EQ(terms_of_document("книгами книги", "ru"), (Terms{"книг", "книг"}));
  EXPECT_EQ(terms_of_document("md5 utf8s", "en"), (Terms{"md5", "utf8s"})) << "what has digits is no word";
  EXPECT_EQ(terms_of_document("fileNames", "en"), (Terms{"filenam", "file", "name"}));
}

TEST(Tokenizer, AWordOfAQueryMayBeMeantInSeveralLanguages) {
  Languages languages;
  for (const std::string_view tag : {"en", "de", ""}) languages.add(Language::of_tag(tag));
  EXPECT_EQ(terms("tables", languages), (Terms{"tables", "tabl"}));
  std::vector<std::uint32_t> positions;
  for (const Token& token : tokenize("tables of", languages, Purpose::kQuery)) positions.push_back(token.position);
  EXPECT_EQ(positions, (std::vector<std::uint32_t>{0, 0, 1}));
}

TEST(Tokenizer, ScriptsWithoutSpacesGiveOneTokenForEachCharacter) {
  EXPECT_EQ(terms("東京都"), (Terms{"東", "京", "都"}));
  EXPECT_EQ(terms("データ"), terms("ﾃﾞｰﾀ"));
  EXPECT_EQ(terms("กิน").size(), 2u);
  EXPECT_EQ(terms("PC방에서").size(), 4u);
  EXPECT_EQ(terms("한국"), terms("\u1112\u1161\u11AB\u1100\u116E\u11A8"));
}

TEST(Tokenizer, BytesThatAreNoUtf8AndNulSeparate) {
  EXPECT_EQ(terms(std::string_view("a\0b\xFF"
                                   "c\xC3",
                                   6)),
            (Terms{"a", "b", "c"}));
  EXPECT_EQ(terms(""), Terms{});
  EXPECT_EQ(terms(" \xE2\x80\x94 \xCC\x81 ...\xF0\x9F\x98\x80"), Terms{});
}

TEST(Tokenizer, LongWordsGiveTheirFirstBytes) {
  EXPECT_EQ(terms(std::string(1000, 'X') + " y"), (Terms{std::string(kMaxTermBytes, 'x'), "y"}));
  std::string accented;
  for (int i = 0; i < 1'000'000; ++i) accented += "ж";
  EXPECT_EQ(terms(accented), Terms{accented.substr(0, kMaxTermBytes)});
  EXPECT_EQ(terms("a" + accented), Terms{("a" + accented).substr(0, kMaxTermBytes - 1)});
}

TEST(Tokenizer, IsLazy) {
  const std::string text = "one two three";
  auto tokens = tokenize(text);
  auto token = tokens.begin();
  EXPECT_EQ((*token).term, "one");
  ++token;
  EXPECT_EQ((*token).begin, 4u);
}

// Both make stems in this thread, of words that are too long to be remembered.
TEST(Tokenizer, StreamsOfTokensTakeTurns) {
  const auto english = Language::of_tag("en");
  const std::string stem(40, 'a');
  const std::string text = stem + "ing";
  const std::string other_text = std::string(40, 'e') + "ing";
  auto tokens = tokenize(text, english);
  const auto token = tokens.begin();
  EXPECT_EQ((*token).term, stem);
  for (const Token& other : tokenize(other_text, english)) EXPECT_EQ(other.term, std::string(40, 'e'));
  EXPECT_EQ((*token).term, stem);
}

TEST(Tokenizer, ItsVersionNamesUnicodes) {
  EXPECT_TRUE(analyzer_version().starts_with("sitedex "));
  EXPECT_NE(analyzer_version().find("Unicode " U_UNICODE_VERSION), std::string::npos);
}

}  // namespace
}  // namespace indexer
