#pragma once

#include <string_view>

#include "storage/searcher.hpp"
#include "views/json.hpp"

namespace views {

/// A hit; places of matches are byte offsets in the snippet.
Json json_of(const storage::Hit& hit);

/// All that was found for a query; facets where there are any.
Json json_of(std::string_view query, const storage::Results& results);

}  // namespace views
