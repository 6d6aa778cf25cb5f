#include "html/references.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/ascii.hpp"
#include "html/named_references.hpp"
#include "html/utf8.hpp"

namespace html {
namespace {

constexpr base::ByteSet kAlphanumeric = base::kLetters | base::kDigits;
constexpr std::size_t kLongestWithoutSemicolon = 6;  // "frac12", "Aacute" ...
constexpr char32_t kReplacement = 0xFFFD;

// HTML Standard, 13.2.5.80: what a number from 0x80 to 0x9F stands for, as in windows-1252.
constexpr auto kC1 =
    std::to_array<char16_t>({0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                             0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                             0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178});

char32_t character_of(char32_t number) {
  if (number == 0 || number > 0x10FFFF || (number >= 0xD800 && number <= 0xDFFF)) return kReplacement;
  if (number >= 0x80 && number < 0x80 + kC1.size()) return kC1[number - 0x80];
  return number;
}

/// Appends what the reference at the beginning of `source` stands for; returns its length, 0 if it is none.
std::size_t append_number(std::string& text, std::string_view source) {
  std::size_t at = 2;  // behind "&#"
  const bool is_hexadecimal = at < source.size() && base::ascii_lower(source[at]) == 'x';
  if (is_hexadecimal) ++at;
  const std::size_t begin = at;
  char32_t number = 0;
  for (; at < source.size(); ++at) {
    const int digit = base::hex_value(source[at]);
    if (digit < 0 || (digit > 9 && !is_hexadecimal)) break;
    number = std::min<char32_t>(number * (is_hexadecimal ? 16 : 10) + static_cast<char32_t>(digit), 0x110000);
  }
  if (at == begin) return 0;
  append_utf8(text, character_of(number));
  return at < source.size() && source[at] == ';' ? at + 1 : at;
}

std::size_t append_named(std::string& text, std::string_view source, ReferenceIn where) {
  const std::size_t end = (~kAlphanumeric).find_in(source, 1);
  const std::string_view word = source.substr(1, end - 1);
  if (end < source.size() && source[end] == ';') {
    if (const NamedReference* reference = find_named_reference(word)) {
      text += reference->characters;
      return end + 1;
    }
  }
  for (std::size_t length = std::min(word.size(), kLongestWithoutSemicolon); length > 1; --length) {
    const NamedReference* reference = find_named_reference(word.substr(0, length));
    if (reference == nullptr || !reference->needs_no_semicolon) continue;
    const char after = length + 1 < source.size() ? source[length + 1] : '\0';
    if (where == ReferenceIn::kAttribute && (after == '=' || kAlphanumeric.contains(after))) return 0;
    text += reference->characters;
    return length + 1;
  }
  return 0;
}

}  // namespace

void append_decoded(std::string& text, std::string_view source, ReferenceIn where) {
  while (!source.empty()) {
    const std::size_t ampersand = std::min(source.find('&'), source.size());
    text += source.substr(0, ampersand);
    source.remove_prefix(ampersand);
    if (source.size() < 2) break;
    const std::size_t length = source[1] == '#' ? append_number(text, source) : append_named(text, source, where);
    if (length == 0) text += '&';
    source.remove_prefix(std::max<std::size_t>(length, 1));
  }
  text += source;
}

}  // namespace html
