#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace crawler {

/// The first digit of a status (RFC 9110, 15), or that no answer came.
enum class StatusClass : std::uint8_t { kNone, kGood, kRedirect, kClientError, kServerError };

inline constexpr std::size_t kStatusClasses = 5;

/// What is no status of a last answer counts as an error of the server, as RFC 9110, 15, asks.
constexpr StatusClass status_class(int status) {
  if (status == 0) return StatusClass::kNone;
  if (status >= 200 && status < 300) return StatusClass::kGood;
  if (status >= 300 && status < 400) return StatusClass::kRedirect;
  if (status >= 400 && status < 500) return StatusClass::kClientError;
  return StatusClass::kServerError;
}

/// Its word in JSON and metrics: "2xx", or "none".
constexpr std::string_view word(StatusClass status) {
  switch (status) {
    case StatusClass::kNone:
      return "none";
    case StatusClass::kGood:
      return "2xx";
    case StatusClass::kRedirect:
      return "3xx";
    case StatusClass::kClientError:
      return "4xx";
    case StatusClass::kServerError:
      return "5xx";
  }
  return {};
}

}  // namespace crawler
