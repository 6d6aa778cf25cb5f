#pragma once

#include "storage/searcher.hpp"

namespace app {

/// Tells a person, on standard error, how a query was understood where that may be a surprise, and what may have been
/// meant instead.
void print_hints(const storage::Results& results);

}  // namespace app
