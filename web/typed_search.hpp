#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/searcher.hpp"

namespace web {

/// What was found for one who may still be typing.
struct TypedResults {
  storage::Results results;
  std::optional<std::string> wider{};  ///< what was looked for in the place of what was typed: `with_open_end`
};

/// Looks for what was typed. Where no page has all of the words, the last one may not have been typed to its end: then
/// it counts as the beginning of one, if that finds pages.
TypedResults search_as_typed(storage::Searcher& searcher, std::string_view typed,
                             const storage::SearchOptions& options);

}  // namespace web
