#include "html/plain_foreign.hpp"

#include "html/ascii.hpp"
#include "html/tags.hpp"

namespace html {

const char* PlainForeign::start(const Token& token, GumboTag tag) {
  if (token.follows_nothing) return "foreign tag after </>";
  if (!open_.empty()) {
    if (open_.back().may_hold_html) return "element where SVG or MathML may hold HTML";
    if (has(tag, kBreakout) || tag == GUMBO_TAG_FONT) return "element that ends SVG or MathML";
  }
  if (token.is_self_closing) return nullptr;
  open_.push_back({.name = token.name, .may_hold_html = has(tag, kHtmlInside) || tag == GUMBO_TAG_ANNOTATION_XML});
  return nullptr;
}

const char* PlainForeign::end(const Token& token) {
  const bool is_own = token.after_name().empty() && same_ignoring_case(token.name, open_.back().name);
  if (token.follows_nothing || !is_own) return "end tag in SVG or MathML";
  open_.pop_back();
  return nullptr;
}

}  // namespace html
