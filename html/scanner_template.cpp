#include <algorithm>
#include <vector>

#include "html/guard.hpp"
#include "html/plain_foreign.hpp"
#include "html/scanner.hpp"

namespace html {
namespace {

/// Whether such an element in a template makes it a matter of the tree which tags are tags there, or what is open
/// behind it.
bool may_change_template(GumboTag tag) {
  if (has(tag, kMarker)) return true;
  switch (tag) {
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_COL:
    case GUMBO_TAG_COLGROUP:
    case GUMBO_TAG_FRAME:
    case GUMBO_TAG_FRAMESET:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_SELECT:
      return true;
    default:
      return false;
  }
}

}  // namespace

/// What stands in a template is no part of the page; all that matters is where it ends. Where that hangs on more than
/// the tags themselves, or what they leave open does, which the guards count, the page is refused.
void Scanner::skip_template() {
  open_.top().shown.has_content = true;
  std::vector<GumboTag> inside = {GUMBO_TAG_TEMPLATE};
  PlainForeign foreign;
  while (!inside.empty()) {
    const Token* const token = tokens_.next(!foreign.empty());
    if (token == nullptr) refuse("template without an end");
    const bool is_start = token->kind == Token::Kind::kStartTag;
    if (!is_start && token->kind != Token::Kind::kEndTag) continue;
    const GumboTag tag = tag_named(token->name);
    if (!foreign.empty() || (is_start && (tag == GUMBO_TAG_SVG || tag == GUMBO_TAG_MATH))) {
      const bool is_followed = (is_start ? foreign.start(*token, tag) : foreign.end(*token)) == nullptr;
      if (!is_followed) refuse("template");
      if (open_.size() + inside.size() + foreign.size() > kMostOpen) refuse("nesting");
    } else {
      is_start ? start_in_template(*token, tag, inside) : end_in_template(tag, inside);
    }
  }
  reset_mode();
}

void Scanner::start_in_template(const Token& token, GumboTag tag, std::vector<GumboTag>& inside) {
  if (tag != GUMBO_TAG_TEMPLATE && may_change_template(tag)) refuse("template");
  if (has(tag, kRaw)) {
    if (tag == GUMBO_TAG_PLAINTEXT) refuse("plaintext");
    tokens_.raw_element(token.name);
  } else if (!has(tag, kVoid)) {
    inside.push_back(tag);
    if (open_.size() + inside.size() > kMostOpen) refuse("nesting");
    const auto formatting = std::ranges::count_if(inside, [](GumboTag open) { return has(open, kFormatting); });
    if (formatting_.size() + static_cast<std::size_t>(formatting) > kMostFormatting) refuse("open formatting");
  }
}

void Scanner::end_in_template(GumboTag tag, std::vector<GumboTag>& inside) {
  if (++strays_ > kGuardLimits.strays) refuse("end tags of nothing");  // it may be one
  if (tag == GUMBO_TAG_TEMPLATE) {
    while (inside.back() != tag) inside.pop_back();
  } else if (inside.back() != tag) {
    refuse("template");
  }
  inside.pop_back();
}

}  // namespace html
