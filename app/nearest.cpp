#include "app/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace app {
namespace {

/// Levenshtein's distance: how many letters to add, drop or change.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t i = 0; i <= b.size(); ++i) row[i] = i;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row[b.size()];
}

}  // namespace

const std::string& nearest(std::string_view typed, const std::vector<std::string>& names) {
  return *std::ranges::min_element(names, {}, [&](const std::string& name) { return distance(name, typed); });
}

std::string suggestion(std::string_view typed, const std::vector<std::string>& names) {
  constexpr std::size_t kSlips = 3;  // a command has five letters: more slips than that are another word
  if (names.empty() || typed.size() > 100) return {};
  const std::string& name = nearest(typed, names);
  return 2 * distance(name, typed) < std::min(name.size(), 2 * kSlips) ? fmt::format("; did you mean '{}'?", name) : "";
}

}  // namespace app
