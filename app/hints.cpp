#include "app/hints.hpp"

#include <fmt/format.h>

#include "app/terminal.hpp"

namespace app {

void print_hints(const storage::Results& results) {
  for (const std::string& notice : results.notices) fmt::print(stderr, "sitedex: {}\n", printable(notice));
  if (results.suggestion) fmt::print(stderr, "Did you mean: {}\n", printable(*results.suggestion));
}

void add_hints(Json& json, const storage::Results& results) {
  json["notices"] = results.notices;
  if (results.suggestion) json["suggestion"] = *results.suggestion;
}

}  // namespace app
