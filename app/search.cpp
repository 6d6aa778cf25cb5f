#include "app/commands.hpp"

#include <fmt/format.h>

#include "app/hints.hpp"
#include "app/hit_text.hpp"
#include "base/quantity.hpp"
#include "storage/searcher.hpp"
#include "views/hit_html.hpp"
#include "views/hit_json.hpp"
#include "views/json.hpp"
#include "views/printable.hpp"
#include "views/words.hpp"

namespace app {
namespace {

void warn_if_outdated(storage::Database& database, const std::string& file) {
  if (database.analyzer_is_current()) return;
  fmt::print(stderr,
             "sitedex: {} was indexed by another version: some words may not be found until it is crawled again\n",
             views::printable(file));
}

void print(const SearchOptions& options, const storage::Results& results) {
  switch (options.format) {
    case Format::kJson:
      fmt::print("{}\n", views::dump(views::json_of(options.query, results)));
      break;
    case Format::kJsonLines:
      for (const storage::Hit& hit : results.hits) fmt::print("{}\n", views::dump(views::json_of(hit)));
      break;
    case Format::kHtml:
      fmt::print("{}", views::html_of(results, options.after ? options.after->offset : options.offset));
      break;
    default:
      print_hits(options, results);
      break;
  }
}

}  // namespace

Exit search(const SearchOptions& options) {
  auto database = storage::Database::open_reader(options.database);
  warn_if_outdated(database, options.database);
  storage::Searcher searcher(database);
  const auto results = searcher.search(options.query, {.limit = options.limit,
                                                       .offset = options.offset,
                                                       .after = options.after,
                                                       .group_by = options.group_by,
                                                       .suggestion = true,
                                                       .explanation = options.explain,
                                                       .facets = options.facets,
                                                       .deadline = storage::Deadline(options.timeout)});
  if (results.is_out_of_time && results.total == 0) {
    fmt::print(stderr, "sitedex: found nothing within {}; --timeout gives it more\n",
               base::duration_text(options.timeout));
    return Exit::kFailure;
  }
  if (options.format != Format::kJson) print_hints(results);
  print(options, results);
  return Exit::kDone;
}

}  // namespace app
