#pragma once

#include <optional>
#include <string_view>

#include "crawler/url.hpp"

namespace crawler {

/// Where a `Refresh` header or the `content` of a `meta http-equiv=refresh` leads to at once, without its fragment:
/// HTML Standard, 4.2.5.3, "shared declarative refresh steps". Nothing if it leads there later than after 0 seconds,
/// names no URL, which loads the page again, or one that is not http or https, or is no refresh. Any bytes may come in;
/// linear time.
std::optional<Url> refresh_target(std::string_view value, const Url& base);

}  // namespace crawler
