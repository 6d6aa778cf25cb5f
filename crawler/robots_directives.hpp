#pragma once

#include <string_view>

#include "crawler/page.hpp"

namespace crawler {

/// What pages ask of robots: the words noindex, nofollow, noarchive, and none, which is the first two. Others say
/// nothing here. Any bytes may come in; linear time.

/// What the `content` of a `meta name=robots` asks. The words stand between commas, semicolons or white space, in
/// whatever case.
Directives parse_directives(std::string_view content);

/// What an `X-Robots-Tag` header asks of the crawler whose product token is `agent`: the words before any `name:`, and
/// those behind its own name, in whatever case, or `*:`, up to the next name.
Directives parse_robots_tag(std::string_view value, std::string_view agent);

/// What one of them asks, or both.
Directives operator|(const Directives& a, const Directives& b);

}  // namespace crawler
