#pragma once

#include "app/options.hpp"
#include "storage/searcher.hpp"

namespace app {

/// Prints what was found for a person: hits to standard output, and what there is beside them to standard error.
void print_hits(const SearchOptions& options, const storage::Results& results);

}  // namespace app
