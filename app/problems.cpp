#include "app/problems.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include "base/quantity.hpp"
#include "views/printable.hpp"

namespace app {

SettingsError::SettingsError(std::vector<std::string> problems)
    : std::runtime_error(fmt::format("{}", fmt::join(problems, "; "))), problems_(std::move(problems)) {}

void Problems::add(std::string_view place, std::string_view what) {
  if (problems_.size() == kMost) {
    ++others_;
  } else {
    problems_.push_back(views::printable(fmt::format("{}: {}", place, what)));
  }
}

void Problems::check() const {
  if (problems_.empty()) return;
  std::vector<std::string> all = problems_;
  if (others_ > 0) all.push_back("and " + base::counted(others_, "other problem"));
  throw SettingsError(std::move(all));
}

}  // namespace app
