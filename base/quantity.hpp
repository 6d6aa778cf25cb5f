#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace base {

/// The most that a count can be: it goes into SQL, whose integers have a sign.
inline constexpr std::uint64_t kMostCount = std::numeric_limits<std::int64_t>::max();

/// A whole number from `least` to `most`.
Result<std::uint64_t> parse_count(std::string_view text, std::uint64_t least, std::uint64_t most = kMostCount);

/// `500ms`, `2s`, `1.5m`, `6h`, `7d`; `0` needs no unit.
Result<std::chrono::milliseconds> parse_duration(std::string_view text);

/// What `parse_duration` reads: "500ms", "90s", "6h", "7d", "0".
std::string duration_text(std::chrono::milliseconds time);

/// `2/s` or `30/m`, as the time between two requests.
Result<std::chrono::microseconds> parse_rate(std::string_view text);

/// `65536`, `64k`, `16M`, `1G`, each also with `iB` or `B` behind; powers of 1024.
Result<std::uint64_t> parse_size(std::string_view text);

/// `25%`, as a part of 1.
Result<double> parse_percentage(std::string_view text);

/// "1 page", "2 pages".
template <std::integral Count>
std::string counted(Count count, std::string_view thing) {
  return std::to_string(count).append(" ").append(thing).append(count == 1 ? "" : "s");
}

}  // namespace base
