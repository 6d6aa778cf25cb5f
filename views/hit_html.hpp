#pragma once

#include <cstdint>
#include <string>

#include "storage/searcher.hpp"

namespace views {

/// Hits as a list that may stand in a page: matches in `mark`, all that comes from the index escaped, and links to
/// addresses of the web only. `before`: how many hits stand in front of them.
std::string html_of(const storage::Results& results, std::uint64_t before);

}  // namespace views
