#include <algorithm>

#include "html/ascii.hpp"
#include "html/guard.hpp"
#include "html/scanner.hpp"
#include "html/search_marks.hpp"

namespace html {

/// What the standard does in this mode with anything that it does not expect there: elements that are missing begin, or
/// end.
Scanner::Next Scanner::advance() {
  switch (mode_) {
    case Mode::kInitial:
      mode_ = Mode::kBeforeHtml;
      break;
    case Mode::kBeforeHtml:
      insert_implied(GUMBO_TAG_HTML);
      mode_ = Mode::kBeforeHead;
      break;
    case Mode::kBeforeHead:
      insert_implied(GUMBO_TAG_HEAD);
      mode_ = Mode::kInHead;
      break;
    case Mode::kInHead:
      open_.pop();
      mode_ = Mode::kAfterHead;
      break;
    case Mode::kInHeadNoscript:
      open_.pop();
      mode_ = Mode::kInHead;
      break;
    case Mode::kAfterHead:
      insert_implied(GUMBO_TAG_BODY);
      mode_ = Mode::kInBody;
      break;
    default:
      mode_ = Mode::kInBody;
      break;
  }
  return Next::kAgain;
}

/// HTML Standard, 13.2.6.4.4, "in head", as far as other modes refer to it; false: another tag.
bool Scanner::start_head_content(const Token& token, GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_BASE:
    case GUMBO_TAG_BASEFONT:
    case GUMBO_TAG_BGSOUND:
    case GUMBO_TAG_LINK:
    case GUMBO_TAG_META:
      insert_void(token, tag);
      return true;
    case GUMBO_TAG_NOFRAMES:
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_TITLE:
      insert_raw(token, tag);
      return true;
    case GUMBO_TAG_TEMPLATE:
      skip_template();
      return true;
    default:
      return false;
  }
}

Scanner::Next Scanner::start_in_head(const Token& token, GumboTag tag) {
  if (start_head_content(token, tag)) return Next::kDone;
  switch (tag) {
    case GUMBO_TAG_HTML:
      return merge(token, tag);
    case GUMBO_TAG_MENUITEM:
      insert_void(token, tag);
      return Next::kDone;
    case GUMBO_TAG_NOSCRIPT:
      return insert_and_go_on(token, tag, Mode::kInHeadNoscript);
    case GUMBO_TAG_HEAD:
      return Next::kDone;
    default:
      return advance();
  }
}

Scanner::Next Scanner::start_in_head_noscript(const Token& token, GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_HTML:
      return merge(token, tag);
    case GUMBO_TAG_BASEFONT:
    case GUMBO_TAG_BGSOUND:
    case GUMBO_TAG_LINK:
    case GUMBO_TAG_META:
    case GUMBO_TAG_NOFRAMES:
    case GUMBO_TAG_STYLE:
      start_head_content(token, tag);
      return Next::kDone;
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_NOSCRIPT:
      return Next::kDone;
    default:
      return advance();
  }
}

// What belongs into the head goes there although it has ended: it is not to be seen either way.
Scanner::Next Scanner::start_after_head(const Token& token, GumboTag tag) {
  if (start_head_content(token, tag)) return Next::kDone;
  switch (tag) {
    case GUMBO_TAG_HTML:
      return merge(token, tag);
    case GUMBO_TAG_BODY:
      return insert_and_go_on(token, tag, Mode::kInBody);
    case GUMBO_TAG_FRAMESET:
      refuse("frameset");
    case GUMBO_TAG_HEAD:
      return Next::kDone;
    default:
      return advance();
  }
}

Scanner::Next Scanner::end_before_body(GumboTag tag) {
  const bool is_expected = tag == GUMBO_TAG_BODY || tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_BR;
  switch (mode_) {
    case Mode::kInHead:
      if (tag != GUMBO_TAG_HEAD) break;
      advance();
      return Next::kDone;
    case Mode::kInHeadNoscript:
      if (tag == GUMBO_TAG_BR) return advance();
      if (tag == GUMBO_TAG_NOSCRIPT) advance();
      return Next::kDone;
    case Mode::kAfterHead:
      break;
    default:
      if (tag == GUMBO_TAG_HEAD) return advance();
      break;
  }
  return is_expected ? advance() : Next::kDone;
}

/// A further `html` or `body` tag: attributes that the element does not have are added to it. Those of `html` change
/// nothing that is read, but for its language and what hides it.
Scanner::Next Scanner::merge(const Token& token, GumboTag tag) {
  const bool is_body = tag == GUMBO_TAG_BODY;
  const std::string_view element = open_[is_body ? 1 : 0].source;
  const std::span<const Attribute> added = token.attributes;
  const Attribute* const style = find_attribute(added, "style");
  const bool may_hide = find_attribute(added, "hidden") != nullptr ||
                        (style != nullptr && (style->value.contains('&') ||
                                              find_ignoring_case(style->value, "none") != std::string_view::npos));
  if (may_hide) refuse("further html or body that hides");
  const auto marks = [](const Attribute& attribute) {
    return is_ignore_mark(attribute.name) || is_no_snippet_mark(attribute.name);
  };
  if (is_body && std::ranges::any_of(added, marks)) refuse("marks of a further body");
  for (const std::string_view name : {"class", "id", "role", "itemprop"}) {
    if (!is_body || find_attribute(added, name) == nullptr) continue;
    Tokenizer first(element, kGuardLimits.attributes);
    const Token* const body = element.empty() ? nullptr : first.next(false);
    const bool has_it = body != nullptr && find_attribute(body->attributes, name) != nullptr;
    if (!has_it) refuse("names of a further body");
  }
  if (!is_body) writer_.merge_into_html(element_of(token, tag));
  return Next::kDone;
}

/// The guards count those of all such tags, which may end up on two elements.
void Scanner::count_root_attributes(const Token& token) {
  root_attributes_ += token.attribute_count;
  if (root_attributes_ > kGuardLimits.attributes) refuse("attributes");
}

}  // namespace html
