#pragma once

#include <string>
#include <string_view>

#include "storage/searcher.hpp"

namespace web {

/// What hits are, as links to queries that find only those (`narrowed`). Empty where there is nothing to choose from.
std::string facets_html(std::string_view typed, const storage::Results& results);

}  // namespace web
