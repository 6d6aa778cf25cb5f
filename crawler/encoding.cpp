#include "crawler/encoding.hpp"

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <memory>
#include <new>
#include <vector>

#include "html/utf8.hpp"

namespace crawler {
namespace {

using namespace std::string_view_literals;

constexpr char32_t kReplacement = 0xFFFD;

constexpr bool is_surrogate(char32_t c) {
  return c >= 0xD800 && c <= 0xDFFF;
}

/// Encoding Standard, 14.2, "shared UTF-16 decoder".
std::string decode_utf16(std::string_view bytes, bool big_endian) {
  const auto unit = [bytes, big_endian](std::size_t i) {
    const auto first = static_cast<unsigned char>(bytes[i]), second = static_cast<unsigned char>(bytes[i + 1]);
    return static_cast<char32_t>(big_endian ? first << 8 | second : second << 8 | first);
  };
  std::string text;
  text.reserve(bytes.size());
  std::size_t at = 0;
  for (; at + 1 < bytes.size(); at += 2) {
    char32_t c = unit(at);
    if (c < 0xDC00 && is_surrogate(c) && at + 3 < bytes.size() && unit(at + 2) >= 0xDC00 &&
        is_surrogate(unit(at + 2))) {
      at += 2;
      c = 0x10000 + ((c - 0xD800) << 10) + (unit(at) - 0xDC00);
    }
    html::append_utf8(text, is_surrogate(c) ? kReplacement : c);
  }
  if (at < bytes.size()) html::append_utf8(text, kReplacement);
  return text;
}

// ICU's converter whose table is that of the standard's encoding, or nearest to it. Encodings that ICU knows under the
// standard's name, and means the same by it, are not listed.
constexpr auto kIcuNames = std::to_array<std::pair<std::string_view, const char*>>({
    {"ISO-8859-8-I", "ISO-8859-8"},  // differs in the order of display only
    {"ISO-8859-16", "ISO-8859-1"},   // ICU has none: see kCorrections
    {"macintosh", "macos-0_2-10.2"},
    {"x-mac-cyrillic", "macos-7_3-10.2"},
    {"windows-874", "windows-874-2000"},
    {"GBK", "gb18030"},              // "GBK's decoder is gb18030's decoder"
    {"Big5", "ibm-1375_P100-2008"},  // with the characters of Hong Kong
    {"Shift_JIS", "ibm-943_P15A-2003"},
    {"EUC-KR", "windows-949-2000"},
    {"ISO-8859-10", "iso-8859_10-1998"},
    {"ISO-8859-14", "iso-8859_14-1998"},
});

const char* icu_name(std::string_view encoding) {
  const auto found = std::ranges::find(kIcuNames, encoding, &std::pair<std::string_view, const char*>::first);
  return found == kIcuNames.end() ? encoding.data() : found->second;  // names are literals: they end with a NUL
}

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

// ICU's own substitution writes U+001A for a single bad byte of some encodings.
void substitute_replacement(const void*, UConverterToUnicodeArgs* arguments, const char*, std::int32_t,
                            UConverterCallbackReason reason, UErrorCode* status) {
  if (reason > UCNV_IRREGULAR) return;  // resets and closes
  *status = U_ZERO_ERROR;
  const UChar replacement = static_cast<UChar>(kReplacement);
  ucnv_cbToUWriteUChars(arguments, &replacement, 1, 0, status);
}

Converter open_converter(const char* name) {
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(name, &status));
  if (U_FAILURE(status)) throw std::bad_alloc();  // the names are ours and ICU has them all: memory is what can fail
  ucnv_setToUCallBack(converter.get(), substitute_replacement, nullptr, nullptr, nullptr, &status);
  return converter;
}

std::string decode_with_icu(std::string_view bytes, const char* name) {
  const Converter converter = open_converter(name);
  std::string text;
  text.reserve(bytes.size() * 3 / 2);
  std::array<UChar, 4096> units;
  std::array<char, 3 * units.size()> utf8;
  const char* from = bytes.data();
  const char* const end = from + bytes.size();
  std::size_t kept = 0;  // a leading surrogate whose other half is still to come
  for (UErrorCode status = U_BUFFER_OVERFLOW_ERROR; status == U_BUFFER_OVERFLOW_ERROR;) {
    status = U_ZERO_ERROR;
    UChar* to = units.data() + kept;
    ucnv_toUnicode(converter.get(), &to, units.data() + units.size(), &from, end, nullptr, true, &status);
    auto length = static_cast<std::size_t>(to - units.data());
    kept = status == U_BUFFER_OVERFLOW_ERROR && U16_IS_LEAD(units[length - 1]) ? 1 : 0;
    length -= kept;
    std::int32_t written = 0;
    UErrorCode narrowing = U_ZERO_ERROR;
    u_strToUTF8WithSub(utf8.data(), utf8.size(), &written, units.data(), static_cast<std::int32_t>(length),
                       kReplacement, nullptr, &narrowing);
    text.append(utf8.data(), static_cast<std::size_t>(written));
    if (kept) units[0] = units[length];
  }
  return text;
}

struct Correction {
  std::string_view encoding;
  unsigned char byte;
  char16_t character;
};

// Where the standard's index differs from ICU's table.
constexpr auto kCorrections = std::to_array<Correction>({
    {"KOI8-U", 0xAE, 0x045E},      {"KOI8-U", 0xBE, 0x040E},  // those of KOI8-RU
    {"ISO-8859-16", 0xA1, 0x0104}, {"ISO-8859-16", 0xA2, 0x0105}, {"ISO-8859-16", 0xA3, 0x0141},
    {"ISO-8859-16", 0xA4, 0x20AC}, {"ISO-8859-16", 0xA5, 0x201E}, {"ISO-8859-16", 0xA6, 0x0160},
    {"ISO-8859-16", 0xA8, 0x0161}, {"ISO-8859-16", 0xAA, 0x0218}, {"ISO-8859-16", 0xAC, 0x0179},
    {"ISO-8859-16", 0xAE, 0x017A}, {"ISO-8859-16", 0xAF, 0x017B}, {"ISO-8859-16", 0xB2, 0x010C},
    {"ISO-8859-16", 0xB3, 0x0142}, {"ISO-8859-16", 0xB4, 0x017D}, {"ISO-8859-16", 0xB5, 0x201D},
    {"ISO-8859-16", 0xB8, 0x017E}, {"ISO-8859-16", 0xB9, 0x010D}, {"ISO-8859-16", 0xBA, 0x0219},
    {"ISO-8859-16", 0xBC, 0x0152}, {"ISO-8859-16", 0xBD, 0x0153}, {"ISO-8859-16", 0xBE, 0x0178},
    {"ISO-8859-16", 0xBF, 0x017C}, {"ISO-8859-16", 0xC3, 0x0102}, {"ISO-8859-16", 0xC5, 0x0106},
    {"ISO-8859-16", 0xD0, 0x0110}, {"ISO-8859-16", 0xD1, 0x0143}, {"ISO-8859-16", 0xD5, 0x0150},
    {"ISO-8859-16", 0xD7, 0x015A}, {"ISO-8859-16", 0xD8, 0x0170}, {"ISO-8859-16", 0xDD, 0x0118},
    {"ISO-8859-16", 0xDE, 0x021A}, {"ISO-8859-16", 0xE3, 0x0103}, {"ISO-8859-16", 0xE5, 0x0107},
    {"ISO-8859-16", 0xF0, 0x0111}, {"ISO-8859-16", 0xF1, 0x0144}, {"ISO-8859-16", 0xF5, 0x0151},
    {"ISO-8859-16", 0xF7, 0x015B}, {"ISO-8859-16", 0xF8, 0x0171}, {"ISO-8859-16", 0xFD, 0x0119},
    {"ISO-8859-16", 0xFE, 0x021B},
});

bool is_multibyte(std::string_view encoding) {
  static constexpr std::string_view kMultibyte[] = {"GBK",         "gb18030",   "Big5",  "EUC-JP",
                                                    "ISO-2022-JP", "Shift_JIS", "EUC-KR"};
  return std::ranges::find(kMultibyte, encoding) != std::end(kMultibyte);
}

/// The UTF-8 of each byte from 0x80 on. Below it every single-byte encoding of the standard is ASCII, which ICU's IBM
/// and Macintosh tables are not quite.
std::array<std::string, 128> upper_half(std::string_view encoding) {
  std::array<std::string, 128> half;
  for (unsigned i = 0; i < half.size(); ++i) {
    const char byte = static_cast<char>(0x80 + i);
    if (encoding == "x-user-defined") {
      html::append_utf8(half[i], 0xF780 + i);
    } else {
      half[i] = decode_with_icu({&byte, 1}, icu_name(encoding));
    }
  }
  for (const auto& [name, byte, character] : kCorrections) {
    if (name != encoding) continue;
    half[byte - 0x80].clear();
    html::append_utf8(half[byte - 0x80], character);
  }
  return half;
}

std::string decode_single_bytes(std::string_view bytes, std::string_view encoding) {
  const std::array<std::string, 128> half = upper_half(encoding);
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 4);
  while (!bytes.empty()) {
    const std::size_t ascii = html::ascii_prefix(bytes);
    text.append(bytes, 0, ascii);
    bytes.remove_prefix(ascii);
    if (bytes.empty()) break;
    text += half[static_cast<unsigned char>(bytes.front()) - 0x80];
    bytes.remove_prefix(1);
  }
  return text;
}

}  // namespace

std::string decode(std::string bytes, std::string_view encoding) {
  if (encoding == "UTF-8") {
    if (bytes.starts_with("\xEF\xBB\xBF"sv)) bytes.erase(0, 3);
    return html::is_valid_utf8(bytes) ? std::move(bytes) : html::repair_utf8(bytes);
  }
  if (encoding == "UTF-16LE")
    return decode_utf16(std::string_view(bytes).substr(bytes.starts_with("\xFF\xFE"sv) ? 2 : 0), false);
  if (encoding == "UTF-16BE")
    return decode_utf16(std::string_view(bytes).substr(bytes.starts_with("\xFE\xFF"sv) ? 2 : 0), true);
  if (encoding == "replacement") return bytes.empty() ? "" : "\xEF\xBF\xBD";
  if (encoding == "ISO-2022-JP") return decode_with_icu(bytes, icu_name(encoding));
  if (html::ascii_prefix(bytes) == bytes.size()) return bytes;
  return is_multibyte(encoding) ? decode_with_icu(bytes, icu_name(encoding)) : decode_single_bytes(bytes, encoding);
}

}  // namespace crawler
