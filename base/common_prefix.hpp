#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace base {

/// How many bytes two texts begin with that are the same.
inline std::size_t common_prefix(std::string_view one, std::string_view other) {
  return static_cast<std::size_t>(std::ranges::mismatch(one, other).in1 - one.begin());
}

}  // namespace base
