#pragma once

#include <string>

#include "storage/searcher.hpp"
#include "views/json.hpp"

namespace views {

/// What a hit's score is the sum of, for a person: a line for each part that is not 0, each behind `indent`.
std::string explained(const storage::Hit& hit, const std::string& indent);

/// All parts, in the order in which they are added up.
Json parts_json(const storage::Hit& hit);

}  // namespace views
