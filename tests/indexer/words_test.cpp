#include "indexer/words.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/characters.hpp"
#include "indexer/word_boundaries.hpp"

namespace indexer {
namespace {

std::vector<Span> words_of(std::string_view text) {
  std::vector<Span> spans;
  for (Words words(text); words.next();) spans.push_back(words.span());
  return spans;
}

bool is_letter(CharacterKind kind) {
  return kind == CharacterKind::kLetter;
}

/// The words of a stretch between word boundaries, character by character.
void cut(std::string_view text, std::size_t begin, std::size_t end, std::vector<Span>& words) {
  CharacterKind first = CharacterKind::kSeparator;
  for (std::size_t at = begin; at < end;) {
    const Decoded next = decode(text, at);
    const CharacterKind kind = character(next.code_point).kind;
    const bool is_in_word = first != CharacterKind::kSeparator;
    if (is_in_word && (kind == CharacterKind::kMark || (is_letter(first) && is_letter(kind)))) {
      words.back().end = next.end;
    } else if (is_letter(kind) || kind == CharacterKind::kAlone) {
      words.push_back({at, next.end});
      first = kind;
    } else {
      first = CharacterKind::kSeparator;
    }
    at = next.end;
  }
}

TEST(Words, AreThoseBetweenBoundariesFromTheStart) {
  const auto pieces = std::to_array<std::string_view>({"a",
                                                       "Word",
                                                       "9",
                                                       "é",
                                                       "е",
                                                       "漢",
                                                       "か",
                                                       "カ",
                                                       "한",
                                                       "ไ",
                                                       "\u0301",
                                                       "\u200D",
                                                       "\u00AD",
                                                       "_",
                                                       "\u203F",
                                                       "'",
                                                       ".",
                                                       ",",
                                                       " ",
                                                       "  ",
                                                       "\n",
                                                       "—",
                                                       "\u00A0",
                                                       "א",
                                                       "\"",
                                                       "\xFF",
                                                       "\xE4\xBD",
                                                       "😀",
                                                       "aVeryLongWordOfMoreThanAFewLetters7"});
  std::mt19937 random(1);
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    const std::size_t kinds = 1 + random() % pieces.size();
    for (std::size_t left = random() % 60; left > 0; --left) {
      text += round % 5 == 0 ? "x" : pieces[random() % kinds * (1 + random() % 7) % pieces.size()];
    }
    std::vector<Span> expected;
    for (std::size_t begin = 0, end = 0; begin < text.size(); begin = end) {
      end = word_end(text, begin);
      cut(text, begin, end, expected);
    }
    ASSERT_EQ(words_of(text), expected) << text;
  }
}

TEST(Words, OfAnyLengthAreWhole) {
  for (const std::string_view beside : {"", " ", "é", "—"}) {
    for (std::size_t begin = 0; begin < 70; ++begin) {
      for (const std::size_t size : {1u, 63u, 64u, 65u, 128u, 200u}) {
        const std::string text = std::string(begin, ' ') + "—" + std::string(size, 'x') + std::string(beside) + "y";
        const Span first = words_of(text).front();
        const std::size_t joined = beside.empty() ? 1 : beside == "é" ? 3 : 0;
        EXPECT_EQ(first, (Span{begin + 3, begin + 3 + size + joined})) << begin << ' ' << size << beside;
      }
    }
  }
}

}  // namespace
}  // namespace indexer
