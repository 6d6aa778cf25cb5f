#pragma once

#include <string>
#include <string_view>

#include "base/ascii.hpp"

namespace probe {

/// The bytes that pairs of hexadecimal digits stand for, up to the first pair that is none.
inline std::string from_hex(std::string_view digits) {
  std::string bytes;
  for (; digits.size() >= 2; digits.remove_prefix(2)) {
    const int high = base::hex_value(digits[0]);
    const int low = base::hex_value(digits[1]);
    if (high < 0 || low < 0) break;
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

}  // namespace probe
