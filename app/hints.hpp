#pragma once

#include "app/json.hpp"
#include "storage/searcher.hpp"

namespace app {

/// Tells a person, on standard error, how a query was understood where that may be a surprise, and what may have been
/// meant instead.
void print_hints(const storage::Results& results);

/// The same for programs: "notices", an array of sentences, and, if there is one, "suggestion", a query.
void add_hints(Json& json, const storage::Results& results);

}  // namespace app
