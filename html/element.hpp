#pragma once

#include <gumbo.h>

#include <span>
#include <string_view>

#include "html/tokenizer.hpp"

namespace html {

/// An element as a reader comes upon it.
struct Element {
  GumboTag tag = GUMBO_TAG_UNKNOWN;
  bool is_html = true;        ///< not of SVG or MathML
  std::string_view source{};  ///< its start tag; empty if it was implied
  std::span<const Attribute> attributes{};
  bool is_decoded = true;  ///< whether references in the values are decoded
};

}  // namespace html
