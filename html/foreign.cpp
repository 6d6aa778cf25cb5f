#include "html/foreign.hpp"

#include "html/ascii.hpp"
#include "html/tags.hpp"

namespace html {

bool ends_foreign_content(const Token& start, GumboTag tag) {
  const auto has_attribute = [&](std::string_view name) { return find_attribute(start.attributes, name) != nullptr; };
  return has(tag, kBreakout) ||
         (tag == GUMBO_TAG_FONT && (has_attribute("color") || has_attribute("face") || has_attribute("size")));
}

bool is_mathml_text(GumboTag tag, GumboNamespaceEnum name_space) {
  return name_space == GUMBO_NAMESPACE_MATHML && tag >= GUMBO_TAG_MI && tag <= GUMBO_TAG_MTEXT;
}

bool has_html_inside(const Token& start, GumboTag tag, GumboNamespaceEnum name_space) {
  if (name_space == GUMBO_NAMESPACE_SVG) {
    return tag == GUMBO_TAG_FOREIGNOBJECT || tag == GUMBO_TAG_DESC || tag == GUMBO_TAG_TITLE;
  }
  if (tag != GUMBO_TAG_ANNOTATION_XML) return false;
  const Attribute* const encoding = find_attribute(start.attributes, "encoding");
  return encoding != nullptr && (equals_ignoring_case(encoding->value, "text/html") ||
                                 equals_ignoring_case(encoding->value, "application/xhtml+xml"));
}

}  // namespace html
