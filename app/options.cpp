#include "app/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <span>

namespace app {
namespace {

using base::ErrorKind;
using base::fail;

struct Unit {
  std::string_view name;
  double factor;
};

/// A number, which may have a fraction, and a unit behind it.
base::Result<double> parse_quantity(std::string_view text, std::span<const Unit> units, std::string_view expected) {
  const auto wrong = [&] {
    return fail(ErrorKind::kTellUser, "'" + std::string(text) + "' is not " + std::string(expected));
  };
  double number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit(end, text.data() + text.size());
  const auto found = std::ranges::find(units, unit, &Unit::name);
  if (problem != std::errc() || !(number >= 0)) return wrong();
  if (found == units.end()) return number == 0 && unit.empty() ? base::Result<double>(0) : wrong();
  const double value = number * found->factor;
  constexpr double kMost = 9e15;  // what a double counts exactly
  return value <= kMost ? base::Result<double>(value) : wrong();
}

bool has_scheme(std::string_view text) {
  const std::size_t colon = text.find("://");
  return colon != std::string_view::npos && colon < text.find_first_of("/?#");
}

bool is_token(std::string_view name) {  // RFC 9110, 5.6.2
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::ranges::all_of(name, [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || kMarks.contains(c);
  });
}

}  // namespace

base::Result<Seed> parse_seed(std::string_view text) {
  const bool is_guess = !has_scheme(text);
  const auto url = crawler::Url::parse(is_guess ? "https://" + std::string(text) : std::string(text));
  if (!url || url->host().empty()) return fail(ErrorKind::kTellUser, "'" + std::string(text) + "' is not a URL");
  if (!url->is_http()) return fail(ErrorKind::kTellUser, "'" + std::string(text) + "' is neither http nor https");
  return Seed{.url = url->without_fragment(), .is_guess = is_guess};
}

base::Result<std::uint64_t> parse_count(std::string_view text, std::uint64_t least, std::uint64_t most) {
  std::uint64_t count = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), count);
  const bool is_whole = problem == std::errc() && end == text.data() + text.size();
  if (is_whole && count >= least && count <= most) return count;
  const std::string range =
      most == kMostCount ? fmt::format("from {} on", least) : fmt::format("from {} to {}", least, most);
  return fail(ErrorKind::kTellUser, fmt::format("'{}' is not a whole number {}", text, range));
}

base::Result<std::chrono::milliseconds> parse_duration(std::string_view text) {
  static constexpr std::array<Unit, 4> kUnits{{{"ms", 1}, {"s", 1e3}, {"m", 60e3}, {"h", 3600e3}}};
  const auto milliseconds = parse_quantity(text, kUnits, "a duration like 500ms, 2s or 1.5m");
  if (!milliseconds) return std::unexpected(milliseconds.error());
  return std::chrono::milliseconds(std::llround(*milliseconds));
}

base::Result<std::uint64_t> parse_size(std::string_view text) {
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

base::Result<std::string> parse_header(std::string_view text) {
  const std::size_t colon = text.find(':');
  const bool is_one_line = text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
  if (colon == std::string_view::npos || !is_token(text.substr(0, colon)) || !is_one_line) {
    return fail(ErrorKind::kTellUser, "'" + std::string(text) + "' is not a header like 'Name: value'");
  }
  return std::string(text);
}

}  // namespace app
