#include "app/complete.hpp"

#include <fmt/format.h>

#include <utility>

#include "app/json.hpp"
#include "app/terminal.hpp"
#include "storage/completion.hpp"

namespace app {
namespace {

Json json_of(const storage::Completion& completion) {
  Json json = {{"text", completion.text}};
  if (!completion.url.empty()) json["url"] = completion.url;
  return json;
}

}  // namespace

Exit complete(const CompleteOptions& options) {
  auto database = storage::Database::open_reader(options.database);
  const auto completions = storage::complete(database, options.typed, options.limit);
  if (options.format == Format::kText) {
    for (const storage::Completion& completion : completions) {
      fmt::print("{}{}{}\n", printable(completion.text), completion.url.empty() ? "" : "  ", printable(completion.url));
    }
    return Exit::kDone;
  }
  Json list = Json::array();
  for (const storage::Completion& completion : completions) list.push_back(json_of(completion));
  fmt::print("{}\n", dump({{"typed", options.typed}, {"completions", std::move(list)}}));
  return Exit::kDone;
}

}  // namespace app
