#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace crawler {

/// The pause that a `Retry-After` header asks for (RFC 9110, 10.2.3): seconds, or the time from `now` to a date in one
/// of HTTP's three forms (5.6.7), 0 if it is past. A year at the most. Nothing if it is neither.
std::optional<std::chrono::seconds> parse_retry_after(std::string_view value,
                                                      std::chrono::system_clock::time_point now);

}  // namespace crawler
