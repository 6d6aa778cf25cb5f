#include "crawler/validators.hpp"

#include <algorithm>

namespace crawler {

std::string validator(std::string_view value) {
  constexpr std::size_t kLongest = 1'000;
  const bool is_plain = std::ranges::all_of(value, [](char c) { return c >= ' ' && c <= '~'; });
  return is_plain && value.size() <= kLongest ? std::string(value) : std::string();
}

}  // namespace crawler
