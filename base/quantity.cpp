#include "base/quantity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <span>
#include <utility>

namespace base {
namespace {

using namespace std::chrono_literals;

struct Unit {
  std::string_view name;
  double factor;
};

/// A number, which may have a fraction, and a unit behind it.
Result<double> parse_quantity(std::string_view text, std::span<const Unit> units, std::string_view expected) {
  const auto wrong = [&] {
    return fail(ErrorKind::kTellUser, "'" + std::string(text) + "' is not " + std::string(expected));
  };
  double number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit(end, text.data() + text.size());
  const auto found = std::ranges::find(units, unit, &Unit::name);
  if (problem != std::errc() || !(number >= 0)) return wrong();
  if (found == units.end()) return number == 0 && unit.empty() ? Result<double>(0) : wrong();
  const double value = number * found->factor;
  constexpr double kMost = 9e15;  // what a double counts exactly
  return value <= kMost ? Result<double>(value) : wrong();
}

}  // namespace

Result<std::uint64_t> parse_count(std::string_view text, std::uint64_t least, std::uint64_t most) {
  std::uint64_t count = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), count);
  const bool is_whole = problem == std::errc() && end == text.data() + text.size();
  if (is_whole && count >= least && count <= most) return count;
  const std::string range =
      most == kMostCount ? fmt::format("from {} on", least) : fmt::format("from {} to {}", least, most);
  return fail(ErrorKind::kTellUser, fmt::format("'{}' is not a whole number {}", text, range));
}

Result<std::chrono::milliseconds> parse_duration(std::string_view text) {
  static constexpr std::array<Unit, 5> kUnits{{{"ms", 1}, {"s", 1e3}, {"m", 60e3}, {"h", 3600e3}, {"d", 86400e3}}};
  const auto milliseconds = parse_quantity(text, kUnits, "a duration like 500ms, 2s or 1.5m");
  if (!milliseconds) return std::unexpected(milliseconds.error());
  return std::chrono::milliseconds(std::llround(*milliseconds));
}

std::string duration_text(std::chrono::milliseconds time) {
  static constexpr std::array<std::pair<std::string_view, std::chrono::milliseconds>, 3> kUnits{
      {{"d", 24h}, {"h", 1h}, {"s", 1s}}};
  if (time == 0ms) return "0";
  for (const auto& [name, unit] : kUnits) {
    if (time % unit == 0ms) return fmt::format("{}{}", time / unit, name);
  }
  return fmt::format("{}ms", time.count());
}

Result<std::chrono::microseconds> parse_rate(std::string_view text) {
  static constexpr std::array<Unit, 3> kUnits{{{"/s", 1.0}, {"/m", 1.0 / 60}, {"/h", 1.0 / 3600}}};
  constexpr std::string_view kExpected = "a rate like 2/s or 30/m";
  const auto per_second = parse_quantity(text, kUnits, kExpected);
  if (!per_second) return std::unexpected(per_second.error());
  const double interval = 1e6 / *per_second;
  constexpr double kLongest = 24 * 3600e6;
  if (interval <= kLongest) return std::chrono::microseconds(std::llround(interval));
  return fail(ErrorKind::kTellUser, fmt::format("'{}' is not {}", text, kExpected));
}

Result<std::uint64_t> parse_size(std::string_view text) {
  static constexpr std::array<Unit, 11> kUnits{{{"", 1},
                                                {"B", 1},
                                                {"k", 0x1p10},
                                                {"kB", 0x1p10},
                                                {"KiB", 0x1p10},
                                                {"M", 0x1p20},
                                                {"MB", 0x1p20},
                                                {"MiB", 0x1p20},
                                                {"G", 0x1p30},
                                                {"GB", 0x1p30},
                                                {"GiB", 0x1p30}}};
  const auto bytes = parse_quantity(text, kUnits, "a size like 65536, 64k or 16M");
  if (!bytes) return std::unexpected(bytes.error());
  return static_cast<std::uint64_t>(*bytes);
}

Result<double> parse_percentage(std::string_view text) {
  static constexpr std::array<Unit, 1> kUnits{{{"%", .01}}};
  constexpr std::string_view kExpected = "a percentage like 25%";
  const auto part = parse_quantity(text, kUnits, kExpected);
  if (!part || *part <= 1) return part;
  return fail(ErrorKind::kTellUser, fmt::format("'{}' is not {}", text, kExpected));
}

}  // namespace base
