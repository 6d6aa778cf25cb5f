#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>

namespace crawler {

/// How often a URL that got no good answer is asked for again, in its own place.
inline constexpr std::size_t kMaxRetries = 2;

/// A server's longer Retry-After is not waited for in the URL's place.
inline constexpr std::chrono::seconds kLongestRetryAfter{60};

/// The pause before the next attempt, after so many `failures` of one URL, the last of which said `retry_after`: the
/// `first` pause, or as long as the server asks; each further one is four times as long. Nothing: no further attempt.
inline std::optional<std::chrono::milliseconds> retry_pause(std::size_t failures, std::chrono::milliseconds first,
                                                            std::optional<std::chrono::seconds> retry_after) {
  if (failures == 0 || failures > kMaxRetries || retry_after > kLongestRetryAfter) return std::nullopt;
  const auto own = failures == 1 ? first : 4 * first;
  return std::max<std::chrono::milliseconds>(own, retry_after.value_or(std::chrono::seconds(0)));
}

}  // namespace crawler
