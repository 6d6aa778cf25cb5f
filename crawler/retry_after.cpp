#include "crawler/retry_after.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "crawler/date.hpp"
#include "html/ascii.hpp"

namespace crawler {
namespace {

using std::chrono::seconds;

constexpr seconds kMost = std::chrono::hours(24 * 365);

seconds parse_seconds(std::string_view digits) {
  std::int64_t count = 0;
  const auto error = std::from_chars(digits.data(), digits.data() + digits.size(), count).ec;
  return error == std::errc::result_out_of_range ? kMost : std::min(seconds(count), kMost);
}

}  // namespace

std::optional<seconds> parse_retry_after(std::string_view value, std::chrono::system_clock::time_point now) {
  value = html::trim_html_space(value);
  if (value.empty()) return std::nullopt;
  if (base::kDigits.contains_all(value)) return parse_seconds(value);
  const auto date = parse_date(value);
  if (!date) return std::nullopt;
  return std::clamp(*date - std::chrono::floor<seconds>(now), seconds(0), kMost);
}

}  // namespace crawler
