#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "html/outline.hpp"

namespace indexer {

/// What the text of a block is for.
enum class Role : std::uint8_t {
  kMain,  ///< what the page is there for: an article, a product, a chapter of a manual
  kRest,  ///< what surrounds it: navigation, header, footer, side bars, adverts, related pages, comments, captions ...
  kIgnored,  ///< the page asks that it not be searched (`Container::is_ignored`)
};

/// Tells the main content of a page from the rest, by its structure: the role of each block. Pure; linear in blocks and
/// containers.
///
/// Text counts as prose that is long and has few links (Kohlschütter et al. 2010). The main content is sought in the
/// innermost element that holds most of the page's prose, without what stands in elements whose tag or names tell that
/// they are something else, in lists of links and teasers, and in headings of nothing. To it belongs what introduces it
/// between the h1 above it and it; the h1 itself does not, for it is the page's title.
///
/// A page that has text which is not ignored has main content: where there is little prose (tables of contents, forums,
/// forms), it is what is nothing else by its tags and names; and if nothing is left, all.
std::vector<Role> find_main_content(const html::Outline& outline);

/// The text of a page's main blocks, one a line.
std::string main_text(const html::Outline& outline);

}  // namespace indexer
