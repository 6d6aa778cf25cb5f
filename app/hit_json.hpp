#pragma once

#include "app/json.hpp"
#include "app/options.hpp"
#include "storage/searcher.hpp"

namespace app {

/// A hit; places of matches are byte offsets in the snippet.
Json json_of(const storage::Hit& hit);

/// All that was found.
Json json_of(const SearchOptions& options, const storage::Results& results);

}  // namespace app
