#include "html/utf8.hpp"

#include <array>
#include <cstdint>
#include <cstring>

namespace html {
namespace {

using namespace std::string_view_literals;

struct Sequence {
  std::size_t bytes;  // at least 1
  bool valid;
};

/// The character that begins with the non-ASCII byte at the front; if it is none, as many bytes as one U+FFFD stands
/// for (Unicode 3.9, "substitution of maximal subparts", which the Encoding Standard's UTF-8 decoder does).
Sequence first_sequence(std::string_view bytes) {
  const auto byte = [bytes](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0xC2 || lead > 0xF4) return {1, false};
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;   // no overlong forms
  const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;  // no surrogates, nothing over U+10FFFF
  if (bytes.size() < 2 || byte(1) < low || byte(1) > high) return {1, false};
  for (std::size_t i = 2; i < length; ++i) {
    if (i == bytes.size() || (byte(i) & 0xC0) != 0x80) return {i, false};
  }
  return {length, true};
}

}  // namespace

void append_utf8(std::string& text, char32_t c) {
  const auto put = [&text](char32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (c < 0x80) return put(c);
  if (c < 0x800) return put(0xC0 | c >> 6), put(0x80 | (c & 0x3F));
  if (c < 0x10000) return put(0xE0 | c >> 12), put(0x80 | (c >> 6 & 0x3F)), put(0x80 | (c & 0x3F));
  put(0xF0 | c >> 18), put(0x80 | (c >> 12 & 0x3F)), put(0x80 | (c >> 6 & 0x3F)), put(0x80 | (c & 0x3F));
}

std::size_t ascii_prefix(std::string_view bytes) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080;
  std::size_t at = 0;
  for (std::array<std::uint64_t, 4> words; at + sizeof words <= bytes.size(); at += sizeof words) {
    std::memcpy(words.data(), bytes.data() + at, sizeof words);
    if ((words[0] | words[1] | words[2] | words[3]) & kHighBits) break;
  }
  while (at < bytes.size() && static_cast<unsigned char>(bytes[at]) < 0x80) ++at;
  return at;
}

bool is_valid_utf8(std::string_view bytes) {
  for (bytes.remove_prefix(ascii_prefix(bytes)); !bytes.empty(); bytes.remove_prefix(ascii_prefix(bytes))) {
    do {
      const Sequence next = first_sequence(bytes);
      if (!next.valid) return false;
      bytes.remove_prefix(next.bytes);
    } while (!bytes.empty() && static_cast<unsigned char>(bytes.front()) >= 0x80);
  }
  return true;
}

std::string repair_utf8(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 8);
  while (!bytes.empty()) {
    if (const std::size_t ascii = ascii_prefix(bytes); ascii > 0) {
      text.append(bytes, 0, ascii);
      bytes.remove_prefix(ascii);
      continue;
    }
    const Sequence next = first_sequence(bytes);
    text.append(next.valid ? bytes.substr(0, next.bytes) : "\xEF\xBF\xBD"sv);
    bytes.remove_prefix(next.bytes);
  }
  return text;
}

}  // namespace html
