#include "views/words.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cmath>

namespace views {

std::string size(std::int64_t bytes) {
  if (bytes < 1000) return fmt::format("{} B", bytes);
  const auto number = static_cast<double>(bytes);
  if (number < 1e6) return fmt::format("{:.0f} kB", std::ceil(number / 1e3));
  return number < 1e9 ? fmt::format("{:.1f} MB", number / 1e6) : fmt::format("{:.1f} GB", number / 1e9);
}

std::string took(std::int64_t milliseconds) {
  if (milliseconds < 1'000) return fmt::format("{} ms", milliseconds);
  return fmt::format("{:.1f} s", static_cast<double>(milliseconds) / 1e3);
}

std::string moment(std::int64_t seconds) {
  return fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(static_cast<std::time_t>(seconds)));
}

}  // namespace views
