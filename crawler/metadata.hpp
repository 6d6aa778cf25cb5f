#pragma once

#include <string_view>

#include "crawler/page.hpp"
#include "crawler/url.hpp"
#include "html/read_page.hpp"

namespace crawler {

/// What the page says of itself. `base` is that of `base_url`; the canonical link and a refresh are kept if they are
/// http or https; a refresh in a `noscript`, which seldom leads to the same page, is left out. Directives are what
/// `meta` elements ask of all robots and of the one whose product token is `agent`.
Metadata metadata(const html::ReadPage& read, const Url& base, std::string_view agent = {});

}  // namespace crawler
