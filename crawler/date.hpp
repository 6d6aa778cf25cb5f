#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace crawler {

/// The time that a date of the web means: a W3C datetime (https://www.w3.org/TR/NOTE-datetime: "2005", "2005-01-31",
/// "2005-01-31T12:30:00.5+01:00"), or one of the forms of HTTP (RFC 9110, 5.6.7) and feeds (RFC 822: "Sun, 06 Sep 2009
/// 16:20 +0100"), as libcurl reads them. What is missing is the first there is: January, the first, midnight, UTC.
/// White space around it is left out; nothing if it is no date.
std::optional<std::chrono::sys_seconds> parse_date(std::string_view text);

/// An IMF-fixdate (RFC 9110, 5.6.7), as HTTP's headers have it: "Sun, 06 Nov 1994 08:49:37 GMT".
std::string http_date(std::chrono::sys_seconds time);

}  // namespace crawler
