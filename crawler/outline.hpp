#pragma once

#include <string_view>

#include "crawler/page.hpp"
#include "html/tree.hpp"

namespace crawler {

/// The visible text of a page. Blocks begin and end where a browser would begin a new line for an element's sake (a
/// paragraph, a cell, a list item); a `form` is none. A `br` is a space, in `pre` a line end. Left out are script,
/// style, noscript, template, select, textarea, SVG, MathML, the content of frames, and what `hidden` or an inline
/// `display:none` hides. The `alt` of images is not text that is seen, and is left out too.
Outline outline(const html::Tree& tree);

/// What the page says of itself. `base` is that of `base_url`; the canonical link and a refresh are kept if they are
/// http or https; a refresh in a `noscript`, which seldom leads to the same page, is left out. Directives are what
/// `meta` elements ask of all robots and of the one whose product token is `agent`.
Metadata metadata(const html::Tree& tree, const Url& base, std::string_view agent = {});

}  // namespace crawler
