#pragma once

#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "html/outline.hpp"

namespace html {

/// An `a` or `area` that has an `href`.
struct Anchor {
  std::string_view href;
  std::string_view rel;
  std::uint32_t text_begin = 0;  ///< where what it shows begins in `Outline::text`, a byte offset; white space may come
                                 ///< first
  std::uint32_t text_end = 0;    ///< one past it; the beginning if it shows none, or leads to its own page
};

/// A `meta`; attributes that are absent are empty.
struct Meta {
  std::string_view name;
  std::string_view http_equiv;
  std::string_view content;
  bool is_in_noscript = false;
};

/// A `link` that has an `href`.
struct HeadLink {
  std::string_view rel;
  std::string_view href;
};

/// What the elements of a page say of how much it needs its scripts.
struct ScriptSigns {
  bool runs_scripts = false;     ///< there is one that is not empty, nor data
  bool has_mount = false;        ///< there is an empty element that frameworks fill
  bool shows_something = false;  ///< besides text: an image, a link, a form field ...
  std::string noscript_text;     ///< what stands in `noscript`, its beginning
};

/// What is read of a page's HTML, whoever read it. Lists are in document order; an element may be in them twice where
/// the standard's tree builder doubles it. What stands in a `template` is no part of the page. Views are good until the
/// reader's next page.
struct ReadPage {
  Outline outline;
  std::string title;                          ///< of the first `title` element, as written
  std::string_view language;                  ///< of the `html` element
  std::optional<std::string_view> base_href;  ///< of the first `base` that has one
  std::vector<Anchor> anchors;
  std::vector<Meta> metas;
  std::vector<HeadLink> links;
  ScriptSigns signs;
  std::list<std::string> decoded;  ///< what views refer to that is not as in the source
  std::string over_limit;          ///< which limit it went over, so that not all was read; empty if all was
};

}  // namespace html
