#include "app/hints.hpp"

#include <fmt/format.h>

#include "views/printable.hpp"

namespace app {

void print_hints(const storage::Results& results) {
  for (const std::string& notice : results.notices) fmt::print(stderr, "sitedex: {}\n", views::printable(notice));
  if (results.suggestion) fmt::print(stderr, "Did you mean: {}\n", views::printable(*results.suggestion));
}

}  // namespace app
