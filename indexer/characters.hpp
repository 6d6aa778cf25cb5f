#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace indexer {

/// What a character is to the tokenizer.
enum class CharacterKind : std::uint8_t {
  kSeparator,  ///< part of no word
  kLetter,     ///< a letter or digit that makes words with its neighbours
  kAlone,      ///< a word by itself: of a script that does not put spaces between its words, or of Hangul
  kMark,       ///< belongs to the character before it
};

/// A code point as the tokenizer sees it: a fact of Unicode, without state. Any thread.
struct Character {
  std::uint8_t word_break = 0;  ///< Word_Break (UAX 29, table 3), ICU's `UWordBreakValues`
  CharacterKind kind = CharacterKind::kSeparator;
  std::uint8_t folded_bytes = 0;
  std::array<char, 13> folded_text{};  ///< 13: a Tibetan vowel takes 9, and so an entry of the table is 16 bytes

  /// What it is in a term: case and compatibility forms folded (NFKC_Casefold, UAX 44), decomposed, without the
  /// diacritics of scripts whose words stay words without them; decimal digits are 0 to 9. Empty if nothing is left.
  /// Folding what was folded changes nothing. UTF-8.
  std::string_view folded() const { return {folded_text.data(), folded_bytes}; }
};

/// Facts about a code point; a separator if `code_point` is none. A table look-up in the Basic Multilingual Plane,
/// beyond it some calls to ICU.
Character character(char32_t code_point);

/// A code point in UTF-8 text.
struct Decoded {
  char32_t code_point = 0;  ///< U+FFFD for bytes that are no UTF-8
  std::size_t end = 0;      ///< byte offset, one past it
};

/// The code point that begins at the byte offset `at`, which must be inside `text`.
Decoded decode(std::string_view text, std::size_t at);

/// A word in lower case, composed, with its diacritics (NFKC_Casefold, UAX 44). UTF-8. Some 0.3 us.
std::string fold_case(std::string_view word);

}  // namespace indexer
