#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/error.hpp"
#include "crawler/url.hpp"

namespace jobs {

/// `NAME:PASSWORD`, as what `Authorization` says: "Basic ..." (RFC 7617, 2). No error tells it.
base::Result<std::string> parse_login(std::string_view text);

/// A token, likewise: "Bearer ..." (RFC 6750, 2.1).
base::Result<std::string> parse_bearer(std::string_view text);

/// The URL without its "user:password@", and what `Authorization` says instead; that is empty if there was none.
std::pair<crawler::Url, std::string> take_credentials(const crawler::Url& url);

/// What may be shown of a text that was meant as a URL.
std::string without_credentials(std::string_view text);

}  // namespace jobs
