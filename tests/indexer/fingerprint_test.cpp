#include "indexer/fingerprint.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.hpp"

namespace indexer {
namespace {

int bits_apart(std::string_view a, std::string_view b) {
  return std::popcount(fingerprint(a).bits ^ fingerprint(b).bits);
}

bool are_alike(std::string_view a, std::string_view b) {
  return are_near_duplicates(fingerprint(a), fingerprint(b));
}

/// So many words of a vocabulary of 500, from a number.
std::string prose(std::size_t words, unsigned seed) {
  std::mt19937 random(seed);
  std::string text;
  for (std::size_t i = 0; i < words; ++i)
    text += "word" + std::to_string(random() % 500) + (i % 12 == 11 ? ".\n" : " ");
  return text;
}

/// `text` with something inserted at the word break after its middle.
std::string with(std::string text, std::string_view inserted) {
  text.insert(text.find(' ', text.size() / 2) + 1, std::string(inserted) + ' ');
  return text;
}

// Stored in databases: a changed rule is a changed format.
TEST(Fingerprint, StaysWhatItIs) {
  EXPECT_EQ(fingerprint("The quick brown fox jumps over the lazy dog.").bits, 0x9AA9404E3D892812U);
  EXPECT_EQ(fingerprint(prose(1000, 1)).bits, 0x520BBAD5293C65FU);
}

TEST(Fingerprint, CaseWhiteSpaceAndPunctuationDoNotMatter) {
  const std::string text = prose(300, 1);
  std::string spaced;
  for (const char c : text) spaced += c == ' ' ? ",\t " : std::string(1, c);
  EXPECT_EQ(bits_apart(text, spaced), 0);
  EXPECT_EQ(bits_apart(text, "  " + text + "\n\n"), 0);
  EXPECT_EQ(bits_apart(base::ascii_lower("Some WORDS In a ROW"), "Some WORDS In a ROW"), 0);
}

// Words are looked for in windows of 64 bytes; where these begin is nobody's business.
TEST(Fingerprint, WhereAWordStandsInTheTextDoesNotMatter) {
  for (std::size_t length = 1; length <= 64; ++length) {
    const std::string text = "a " + std::string(length, 'b') + " \xC3\xA9 c \xE4\xB8\xAD\xE6\x96\x87 d";
    for (std::size_t before = 0; before <= 130; ++before) {
      ASSERT_EQ(bits_apart(text, std::string(before, ' ') + text), 0) << length << " letters after " << before;
    }
  }
}

TEST(Fingerprint, EachByteOfAWordMatters) {
  for (std::size_t length = 1; length <= 64; ++length) {
    const std::string text(length, 'b');
    for (std::size_t at = 0; at < length; ++at) {
      std::string other = text;
      other[at] = 'c';
      ASSERT_FALSE(are_alike(text, other)) << length << ", " << at;
    }
  }
}

TEST(Fingerprint, ALongPageWithAnotherDateCounterOrTokenIsANearDuplicate) {
  constexpr int kPages = 100;
  int counters = 0, dates = 0, tokens = 0;
  for (unsigned seed = 0; seed < kPages; ++seed) {
    const std::string page = prose(2000, seed);
    counters += are_alike(with(page, "Seen 1,204 times"), with(page, "Seen 1,377 times")) ? 1 : 0;
    dates += are_alike(with(page, "2024-03-17"), with(page, "2024-04-02")) ? 1 : 0;
    tokens += are_alike(with(page, "d41d8cd98f00b204e980"), with(page, "0cc175b9c0f1b6a831c3")) ? 1 : 0;
  }
  EXPECT_GE(counters, kPages - 2);
  EXPECT_GE(dates, kPages - 2);
  EXPECT_GE(tokens, kPages - 2);
}

TEST(Fingerprint, PagesThatShareTheirTemplateOnlyAreNoNearDuplicates) {
  const std::string header = prose(100, 1000);
  const std::string footer = prose(100, 1001);
  std::vector<Fingerprint> pages;
  for (unsigned seed = 0; seed < 200; ++seed) {
    std::string page = header;
    page.append(prose(300, seed)).append(footer);
    pages.push_back(fingerprint(page));
  }
  for (std::size_t i = 0; i < pages.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) EXPECT_FALSE(are_near_duplicates(pages[i], pages[j])) << i << ", " << j;
  }
}

TEST(Fingerprint, WhatIsSaidOftenCountsOnce) {
  std::string row;
  for (int i = 0; i < 300; ++i) row += "Applies to a feature that is not available. ";
  EXPECT_FALSE(are_alike(prose(300, 1) + row, prose(300, 2) + row));
}

TEST(Fingerprint, ATextWithoutWordsIsLikeNoOther) {
  for (const std::string_view empty : {"", " ", "\n", "...", "+-*/"}) {
    EXPECT_EQ(fingerprint(empty), Fingerprint()) << empty;
    EXPECT_TRUE(are_alike(empty, ""));
    for (const std::string_view text : {"a", "0", "a b", "a b c", "\xE4\xB8\xAD"}) EXPECT_FALSE(are_alike(empty, text));
  }
}

TEST(Fingerprint, ShortTextsAreNoNearDuplicatesByChance) {
  std::vector<std::string> texts;
  for (int i = 0; i < 300; ++i) {
    const std::string number = std::to_string(i);
    texts.insert(texts.end(), {number, "item " + number, number + " item", "Page " + number + " of 300"});
    texts.push_back("Not found: there is no " + number + " here");
  }
  std::ranges::sort(texts);
  const auto [first, last] = std::ranges::unique(texts);
  texts.erase(first, last);
  std::vector<Fingerprint> prints;
  for (const std::string& text : texts) prints.push_back(fingerprint(text));
  for (std::size_t i = 0; i < texts.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_FALSE(are_near_duplicates(prints[i], prints[j])) << texts[i] << " | " << texts[j];
    }
  }
}

TEST(Fingerprint, TextsWithoutSpacesHaveWordsTooAndAccentsCount) {
  std::string chinese;
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) {
    const auto code_point = 0x4E00 + random() % 3000;
    chinese += {static_cast<char>(0xE0 | code_point >> 12), static_cast<char>(0x80 | (code_point >> 6 & 0x3F)),
                static_cast<char>(0x80 | (code_point & 0x3F))};
  }
  const std::string changed = std::string(chinese).replace(3000, 3, "\xE4\xB8\x80");
  EXPECT_TRUE(are_alike(chinese, changed));
  EXPECT_FALSE(are_alike(chinese, chinese.substr(chinese.size() / 2)));
  EXPECT_FALSE(are_alike("r\xC3\xA9sum\xC3\xA9", "resume"));
}

TEST(Fingerprint, AnyBytesAreText) {
  std::mt19937 random(1);
  for (std::size_t size = 0; size < 300; ++size) {
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(random());
    EXPECT_EQ(fingerprint(bytes), fingerprint(std::string(bytes))) << size;
  }
}

}  // namespace
}  // namespace indexer
