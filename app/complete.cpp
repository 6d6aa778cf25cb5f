#include "app/complete.hpp"

#include <fmt/format.h>

#include "storage/completion.hpp"
#include "views/completion_json.hpp"
#include "views/json.hpp"
#include "views/printable.hpp"

namespace app {
Exit complete(const CompleteOptions& options) {
  auto database = storage::Database::open_reader(options.database);
  const auto completions = storage::complete(database, options.typed, options.limit);
  if (options.format == Format::kText) {
    for (const storage::Completion& completion : completions) {
      fmt::print("{}{}{}\n", views::printable(completion.text), completion.url.empty() ? "" : "  ",
                 views::printable(completion.url));
    }
    return Exit::kDone;
  }
  fmt::print("{}\n", views::dump(views::json_of(options.typed, completions)));
  return Exit::kDone;
}

}  // namespace app
