#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace storage {

/// The numbers of a JSON array, which is one of ours.
std::vector<std::int64_t> numbers_in(std::string_view json);

}  // namespace storage
