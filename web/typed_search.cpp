#include "web/typed_search.hpp"

#include <utility>

#include "web/narrowing.hpp"

namespace web {

TypedResults search_as_typed(storage::Searcher& searcher, std::string_view typed,
                             const storage::SearchOptions& options) {
  TypedResults found{.results = searcher.search(typed, options)};
  storage::Results& results = found.results;
  if (results.is_out_of_time && results.hits.empty()) return found;
  if (results.total > 0 && !results.only_some_words) return found;
  auto wider = with_open_end(typed);
  if (!wider) return found;
  storage::Results more = searcher.search(*wider, options);
  if (more.total == 0 || more.only_some_words) return found;
  more.suggestion = std::move(results.suggestion);
  return {.results = std::move(more), .wider = std::move(wider)};
}

}  // namespace web
