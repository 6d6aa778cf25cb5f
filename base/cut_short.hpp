#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace base {

/// The text, if it has no more than `most` bytes, else its first characters, which have no more, and an ellipsis.
/// UTF-8.
inline std::string cut_short(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)).append("\u2026");
}

}  // namespace base
