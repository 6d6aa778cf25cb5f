#pragma once

#include <string>

#include "app/options.hpp"
#include "storage/searcher.hpp"

namespace app {

/// Hits as a list that may stand in a page: matches in `mark`, all that comes from the index escaped.
std::string html_of(const SearchOptions& options, const storage::Results& results);

}  // namespace app
