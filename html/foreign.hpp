#pragma once

#include <gumbo.h>

#include "html/tokenizer.hpp"

namespace html {

/// Whether a start tag ends SVG and MathML that it stands in (HTML Standard, 13.2.6.5).
bool ends_foreign_content(const Token& start, GumboTag tag);

/// "MathML text integration point": what is in it is HTML but for `mglyph` and `malignmark`.
bool is_mathml_text(GumboTag tag, GumboNamespaceEnum name_space);

/// "HTML integration point": what is in it is HTML. As far as its attributes say without references.
bool has_html_inside(const Token& start, GumboTag tag, GumboNamespaceEnum name_space);

}  // namespace html
