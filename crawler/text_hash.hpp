#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>

namespace crawler {

/// Lets containers of `std::string` be asked for a `std::string_view`, together with `std::equal_to<>`.
struct TextHash : std::hash<std::string_view> {
  using is_transparent = void;
};

using TextSet = std::unordered_set<std::string, TextHash, std::equal_to<>>;

}  // namespace crawler
