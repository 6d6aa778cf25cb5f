#pragma once

#include <string_view>

#include "html/element.hpp"
#include "html/read_page.hpp"

namespace html {

/// What an attribute of `element` says, its references decoded: a view into the source, or into `page.decoded`.
std::string_view value_of(ReadPage& page, const Element& element, const Attribute& attribute);

/// The same of the attribute of that name; empty if there is none.
std::string_view value_of(ReadPage& page, const Element& element, std::string_view lower_name);

/// Adds what an HTML element says of where the page leads, and of the page itself: `a`, `area`, `base`, `link`, `meta`.
/// Others, and those without what it takes, add nothing.
void read_landmark(ReadPage& page, const Element& element, bool is_in_noscript);

}  // namespace html
