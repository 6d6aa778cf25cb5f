#include "views/printable.hpp"

#include "indexer/characters.hpp"

namespace views {
namespace {

constexpr std::string_view kReplacement = "\uFFFD";

bool is_control(char32_t c) {
  const bool is_c0_or_c1 = c < 0x20 || (c >= 0x7F && c <= 0x9F);
  const bool is_bidi = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  const bool is_separator = c == 0x2028 || c == 0x2029;
  return is_c0_or_c1 || is_bidi || is_separator;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto [c, end] = indexer::decode(text, at);  // U+FFFD for bytes that are no UTF-8
    if (c == U'\n' || c == U'\t' || c == U'\r') {
      shown += ' ';
    } else if (is_control(c) || c == 0xFFFD) {
      shown += kReplacement;
    } else {
      shown += text.substr(at, end - at);
    }
    at = end;
  }
  return shown;
}

}  // namespace views
