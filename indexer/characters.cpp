#include "indexer/characters.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <mutex>
#include <new>
#include <stdexcept>
#include <string>

namespace indexer {
namespace {

constexpr char32_t kTableSize = 0x10000;

UScriptCode script(UChar32 c) {
  UErrorCode error = U_ZERO_ERROR;
  return uscript_getScript(c, &error);
}

bool has_category(UChar32 c, std::uint32_t mask) {
  return (U_GET_GC_MASK(c) & mask) != 0;
}

/// Scripts written without spaces between words: a word of theirs is found as a phrase of its characters. Hangul is
/// with them although it has spaces, for its particles are written onto the word, and its spacing varies.
bool stands_alone(UChar32 c) {
  if (u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT) return true;  // Thai, Lao, Khmer, Myanmar ...
  switch (script(c)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_BOPOMOFO:
    case USCRIPT_HANGUL:
      return true;
    default:
      return u_getIntPropertyValue(c, UCHAR_WORD_BREAK) == U_WB_KATAKANA;  // the prolonged sound mark is in no script
  }
}

/// Vowels and finals of Hangul in decomposed form go with the consonant before them, so that a syllable is one token in
/// either form.
bool continues_syllable(UChar32 c) {
  const int type = u_getIntPropertyValue(c, UCHAR_HANGUL_SYLLABLE_TYPE);
  return type == U_HST_VOWEL_JAMO || type == U_HST_TRAILING_JAMO;
}

CharacterKind kind_of(UChar32 c, int word_break) {
  if (word_break == U_WB_EXTEND || word_break == U_WB_FORMAT || word_break == U_WB_ZWJ || continues_syllable(c)) {
    return CharacterKind::kMark;
  }
  const bool is_word = has_category(c, U_GC_L_MASK | U_GC_N_MASK) || word_break == U_WB_ALETTER;
  if (!is_word) return CharacterKind::kSeparator;
  return stands_alone(c) && !u_isdigit(c) ? CharacterKind::kAlone : CharacterKind::kLetter;
}

/// Marks that a reader may leave out. Where they are vowels (India, South East Asia) or make another letter (the voiced
/// sound marks of kana), they stay.
bool is_diacritic(UChar32 c) {
  if (has_category(c, U_GC_CF_MASK | U_GC_ME_MASK | U_GC_SK_MASK)) return true;
  if (!has_category(c, U_GC_MN_MASK) || c == 0x3099 || c == 0x309A) return false;
  switch (script(c)) {
    case USCRIPT_INHERITED:
    case USCRIPT_COMMON:
    case USCRIPT_LATIN:
    case USCRIPT_GREEK:
    case USCRIPT_CYRILLIC:
    case USCRIPT_HEBREW:
    case USCRIPT_ARABIC:
    case USCRIPT_SYRIAC:
      return true;
    default:
      return false;
  }
}

/// Letters that Unicode does not decompose, but that are typed without their stroke, or as two letters; null for
/// others.
const char16_t* plain_letters(UChar32 c) {
  switch (c) {
    case u'ø':
      return u"o";
    case u'ł':
      return u"l";
    case u'đ':
    case u'ð':
      return u"d";
    case u'ħ':
      return u"h";
    case u'ŧ':
      return u"t";
    case u'ı':
      return u"i";
    case u'æ':
      return u"ae";
    case u'œ':
      return u"oe";
    case u'þ':
      return u"th";
    default:
      return nullptr;
  }
}

const icu::Normalizer2& case_folder() {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* folder = icu::Normalizer2::getNFKCCasefoldInstance(error);
  if (U_FAILURE(error)) throw std::runtime_error(std::string("ICU has no NFKC_Casefold: ") + u_errorName(error));
  return *folder;
}

void append_plain(icu::UnicodeString& text, UChar32 c) {
  if (is_diacritic(c)) return;
  if (has_category(c, U_GC_ND_MASK)) {
    text.append(static_cast<UChar32>('0' + u_charDigitValue(c)));
  } else if (const char16_t* const letters = plain_letters(c)) {
    text.append(letters, -1);
  } else {
    text.append(c);
  }
}

/// Whether the folded form of a character of this `kind` is again one word, or one piece of a word: "1/2" for a half
/// is not, nor are the four kana of a squared word.
bool is_one_word(const icu::UnicodeString& text, CharacterKind kind) {
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    const CharacterKind part = kind_of(c, u_getIntPropertyValue(c, UCHAR_WORD_BREAK));
    const bool fits = i == 0         ? part == kind
                      : part == kind ? kind != CharacterKind::kAlone
                                     : part == CharacterKind::kMark;
    if (!fits) return false;
  }
  return true;
}

/// Decomposed, so that composed and decomposed text give the same terms without a look at the neighbours.
icu::UnicodeString fold(UChar32 c, CharacterKind kind) {
  icu::UnicodeString decomposed;
  if (!case_folder().getDecomposition(c, decomposed)) decomposed = icu::UnicodeString(c);
  icu::UnicodeString plain;
  for (std::int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
    append_plain(plain, decomposed.char32At(i));
  }
  return is_one_word(plain, kind) ? plain : icu::UnicodeString(c);
}

Character make_character(UChar32 c) {
  const int word_break = u_getIntPropertyValue(c, UCHAR_WORD_BREAK);
  Character made{.word_break = static_cast<std::uint8_t>(word_break), .kind = kind_of(c, word_break)};
  if (made.kind == CharacterKind::kSeparator) return made;
  std::string folded;
  fold(c, made.kind).toUTF8String(folded);
  if (folded.size() > made.folded_text.size()) icu::UnicodeString(c).toUTF8String(folded = {});
  made.folded_bytes = static_cast<std::uint8_t>(folded.size());
  std::ranges::copy(folded, made.folded_text.begin());
  return made;
}

constexpr char32_t kBlockSize = 0x40;

/// Characters with code points that begin alike, made when the first of them is met: a page has few such blocks, and to
/// make all of them takes 11 ms.
struct Block {
  std::once_flag once;
  std::array<Character, kBlockSize> characters;

  void make(char32_t first) {
    for (char32_t i = 0; i < kBlockSize; ++i) characters[i] = make_character(static_cast<UChar32>(first + i));
  }
};

}  // namespace

Character character(char32_t code_point) {
  static std::array<Block, kTableSize / kBlockSize> table;
  if (code_point >= kTableSize) return make_character(static_cast<UChar32>(code_point));
  Block& block = table[code_point / kBlockSize];
  std::call_once(block.once, &Block::make, &block, code_point / kBlockSize * kBlockSize);
  return block.characters[code_point % kBlockSize];
}

std::string fold_case(std::string_view word) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::UnicodeString folded = case_folder().normalize(icu::UnicodeString::fromUTF8(word), error);
  if (U_FAILURE(error)) throw std::bad_alloc();
  std::string text;
  return folded.toUTF8String(text);
}

Decoded decode(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) return {first, at + 1};
  const Decoded malformed{0xFFFD, at + 1};
  const std::size_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
  if (first < 0xC2 || first > 0xF4 || text.size() - at <= more) return malformed;
  char32_t c = first & (0x3Fu >> more);
  for (const char byte : text.substr(at + 1, more)) {
    if ((static_cast<unsigned char>(byte) & 0xC0u) != 0x80) return malformed;
    c = c << 6 | (static_cast<unsigned char>(byte) & 0x3Fu);
  }
  const bool overlong = c < (more == 3 ? 0x10000u : more == 2 ? 0x800u : 0x80u);
  if (overlong || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) return malformed;
  return {c, at + 1 + more};
}

}  // namespace indexer
