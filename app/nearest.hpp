#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace app {

/// The one of `names`, of which there is at least one, that is most like `typed`: with the fewest letters to add, drop
/// or change. The first of several such.
const std::string& nearest(std::string_view typed, const std::vector<std::string>& names);

/// "; did you mean 'crawl'?" for the nearest name if that is like enough to what was typed, else nothing.
std::string suggestion(std::string_view typed, const std::vector<std::string>& names);

}  // namespace app
