#pragma once

#include <string_view>
#include <vector>

#include "storage/completion.hpp"
#include "views/json.hpp"

namespace views {

/// What a search box may propose for what was typed.
Json json_of(std::string_view typed, const std::vector<storage::Completion>& completions);

}  // namespace views
