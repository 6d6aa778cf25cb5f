#include "crawler/percent_encode.hpp"

namespace crawler {

void append_percent_encoded(std::string& out, std::string_view text, const base::ByteSet& set) {
  constexpr std::string_view kHexDigits = "0123456789ABCDEF";
  for (;;) {
    const std::size_t plain = set.find_in(text);
    out.append(text.substr(0, plain));
    if (plain == text.size()) return;
    const auto byte = static_cast<unsigned char>(text[plain]);
    out += {'%', kHexDigits[byte >> 4], kHexDigits[byte & 15]};
    text.remove_prefix(plain + 1);
  }
}

std::string percent_decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? base::hex_value(text[i + 1]) : -1;
    const int low = high >= 0 ? base::hex_value(text[i + 2]) : -1;
    if (low >= 0) {
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

}  // namespace crawler
