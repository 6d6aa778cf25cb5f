#include "indexer/word_boundaries.hpp"

#include <unicode/uchar.h>

#include <cstdint>

#include "indexer/characters.hpp"

namespace indexer {
namespace {

// ICU's own rules (its word BreakIterator) are tailored, so they are not those of the standard; hence these. The names
// are those of UAX 29, table 3.

using WordBreak = std::uint8_t;

bool is_newline(WordBreak b) {
  return b == U_WB_CR || b == U_WB_LF || b == U_WB_NEWLINE;
}
bool is_ignored(WordBreak b) {
  return b == U_WB_EXTEND || b == U_WB_FORMAT || b == U_WB_ZWJ;
}
bool is_ah_letter(WordBreak b) {
  return b == U_WB_ALETTER || b == U_WB_HEBREW_LETTER;
}
bool is_mid_num_let_q(WordBreak b) {
  return b == U_WB_MIDNUMLET || b == U_WB_SINGLE_QUOTE;
}
bool is_mid_letter(WordBreak b) {
  return b == U_WB_MIDLETTER || is_mid_num_let_q(b);
}
bool is_mid_number(WordBreak b) {
  return b == U_WB_MIDNUM || is_mid_num_let_q(b);
}
bool is_word(WordBreak b) {
  return is_ah_letter(b) || b == U_WB_NUMERIC || b == U_WB_KATAKANA;
}

/// WB4: what follows `at` when ignored characters are passed over; "other" at the end of the text.
WordBreak word_break_after(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const Decoded next = decode(text, at);
    const WordBreak word_break = character(next.code_point).word_break;
    if (!is_ignored(word_break)) return word_break;
    at = next.end;
  }
  return U_WB_OTHER;
}

enum class Verdict : std::uint8_t { kJoin, kPart, kOpen };

/// WB3 to WB3d, for neighbours as they stand, `right` being the character `c`; kOpen leaves it to the later rules.
Verdict judge_neighbours(WordBreak left, WordBreak right, char32_t c) {
  if (left == U_WB_CR && right == U_WB_LF) return Verdict::kJoin;                // WB3
  if (is_newline(left) || is_newline(right)) return Verdict::kPart;              // WB3a, WB3b
  if (left == U_WB_WSEGSPACE && right == U_WB_WSEGSPACE) return Verdict::kJoin;  // WB3d
  const bool emoji = left == U_WB_ZWJ && u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_EXTENDED_PICTOGRAPHIC);
  return emoji ? Verdict::kJoin : Verdict::kOpen;  // WB3c
}

/// WB5 to WB16, without what WB4 ignores: whether no boundary lies between `left` and `right`, where `before` is left
/// of `left` in the same word, and `after` what follows `right`.
bool joins(WordBreak before, WordBreak left, WordBreak right, auto after) {
  const bool letters = is_ah_letter(left) && is_ah_letter(right);      // WB5
  const bool numbers = left == U_WB_NUMERIC && right == U_WB_NUMERIC;  // WB8
  const bool mixed = (is_ah_letter(left) && right == U_WB_NUMERIC) || (left == U_WB_NUMERIC && is_ah_letter(right));
  if (letters || numbers || mixed) return true;                                          // WB9, WB10
  if (is_ah_letter(left) && is_mid_letter(right) && is_ah_letter(after())) return true;  // WB6
  if (is_ah_letter(before) && is_mid_letter(left) && is_ah_letter(right)) return true;   // WB7
  if (left == U_WB_HEBREW_LETTER && right == U_WB_SINGLE_QUOTE) return true;             // WB7a
  if (left == U_WB_HEBREW_LETTER && right == U_WB_DOUBLE_QUOTE && after() == U_WB_HEBREW_LETTER) return true;  // WB7b
  if (before == U_WB_HEBREW_LETTER && left == U_WB_DOUBLE_QUOTE && right == U_WB_HEBREW_LETTER) return true;   // WB7c
  if (before == U_WB_NUMERIC && is_mid_number(left) && right == U_WB_NUMERIC) return true;                     // WB11
  if (left == U_WB_NUMERIC && is_mid_number(right) && after() == U_WB_NUMERIC) return true;                    // WB12
  if (left == U_WB_KATAKANA && right == U_WB_KATAKANA) return true;                                            // WB13
  if ((is_word(left) || left == U_WB_EXTENDNUMLET) && right == U_WB_EXTENDNUMLET) return true;                 // WB13a
  if (left == U_WB_EXTENDNUMLET && is_word(right)) return true;                                                // WB13b
  return left == U_WB_REGIONAL_INDICATOR && right == U_WB_REGIONAL_INDICATOR &&
         before != U_WB_REGIONAL_INDICATOR;  // WB15, WB16
}

}  // namespace

std::size_t word_end(std::string_view text, std::size_t begin) {
  const Decoded first = decode(text, begin);
  WordBreak before = U_WB_OTHER;
  WordBreak left = character(first.code_point).word_break;
  WordBreak neighbour = left;  // unlike `left`, never passes over what WB4 ignores
  std::size_t at = first.end;
  while (at < text.size()) {
    const Decoded next = decode(text, at);
    const WordBreak right = character(next.code_point).word_break;
    const Verdict verdict = judge_neighbours(neighbour, right, next.code_point);
    const bool ignored = verdict == Verdict::kOpen && is_ignored(right);  // WB4
    if (verdict == Verdict::kPart) return at;
    if (verdict == Verdict::kOpen && !ignored &&
        !joins(before, left, right, [&] { return word_break_after(text, next.end); })) {
      return at;
    }
    if (!ignored) {
      before = left;
      left = right;
    }
    neighbour = right;
    at = next.end;
  }
  return at;
}

}  // namespace indexer
