#include "storage/json_numbers.hpp"

#include <charconv>
#include <system_error>

namespace storage {

std::vector<std::int64_t> numbers_in(std::string_view json) {
  std::vector<std::int64_t> numbers;
  const char* at = json.data();
  const char* const end = at + json.size();
  while (at < end) {
    std::int64_t number = 0;
    const auto [behind, failure] = std::from_chars(at + 1, end, number);  // behind a bracket or comma
    if (failure != std::errc()) break;
    numbers.push_back(number);
    at = behind;
  }
  return numbers;
}

}  // namespace storage
