#include <utility>

#include "html/scanner.hpp"

namespace html {

/// HTML Standard, 13.2.6.4.7, "in body": start tags.
Scanner::Next Scanner::start_in_body(const Token& token, GumboTag tag) {
  if (has(tag, kBlock)) {
    close_p();
    insert(token, tag);
    return Next::kDone;
  }
  if (has(tag, kFormatting)) {
    start_formatting(token, tag);
    return Next::kDone;
  }
  if (start_head_content(token, tag)) return Next::kDone;
  switch (tag) {
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_BODY:
      return merge(token, tag);
    case GUMBO_TAG_FRAMESET:
      refuse("frameset");
    case GUMBO_TAG_ISINDEX:
      refuse("isindex");
    case GUMBO_TAG_PLAINTEXT:
      refuse("plaintext");
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
      close_p();
      if (open_.top().is_html() && open_.top().has(kHeading)) open_.pop();
      insert(token, tag);
      return Next::kDone;
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_LISTING:
      close_p();
      insert(token, tag);
      ignores_line_feed_ = true;
      return Next::kDone;
    case GUMBO_TAG_FORM:
      start_form(token, tag);
      return Next::kDone;
    case GUMBO_TAG_LI:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_DT:
      start_item(token, tag);
      return Next::kDone;
    case GUMBO_TAG_BUTTON:
      if (close_in_scope(tag, kScope)) return Next::kAgain;
      break;
    case GUMBO_TAG_APPLET:
    case GUMBO_TAG_MARQUEE:
    case GUMBO_TAG_OBJECT:
      reconstruct_formatting();
      insert(token, tag);
      mark_formatting();
      return Next::kDone;
    case GUMBO_TAG_TABLE:
      start_table(token, tag);
      return Next::kDone;
    case GUMBO_TAG_AREA:
    case GUMBO_TAG_BR:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_IMG:
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_KEYGEN:
    case GUMBO_TAG_WBR:
      reconstruct_formatting();
      insert_void(token, tag);
      return Next::kDone;
    case GUMBO_TAG_IMAGE:
      reconstruct_formatting();
      insert_void(token, GUMBO_TAG_IMG);
      return Next::kDone;
    case GUMBO_TAG_MENUITEM:
    case GUMBO_TAG_PARAM:
    case GUMBO_TAG_SOURCE:
    case GUMBO_TAG_TRACK:
      insert_void(token, tag);
      return Next::kDone;
    case GUMBO_TAG_HR:
      close_p();
      insert_void(token, tag);
      return Next::kDone;
    case GUMBO_TAG_XMP:
      close_p();
      reconstruct_formatting();
      insert_raw(token, tag);
      return Next::kDone;
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_NOEMBED:
    case GUMBO_TAG_TEXTAREA:
      insert_raw(token, tag);
      return Next::kDone;
    case GUMBO_TAG_SELECT:
      reconstruct_formatting();
      insert(token, tag);
      mode_ = is_in_table_mode() ? Mode::kInSelectInTable : Mode::kInSelect;
      return Next::kDone;
    case GUMBO_TAG_OPTION:
    case GUMBO_TAG_OPTGROUP:
      if (open_.top().is_html(GUMBO_TAG_OPTION)) open_.pop();
      break;
    case GUMBO_TAG_RB:
    case GUMBO_TAG_RP:
    case GUMBO_TAG_RT:
    case GUMBO_TAG_RTC:
      start_ruby(token, tag);
      return Next::kDone;
    case GUMBO_TAG_MATH:
      start_foreign_root(token, tag, GUMBO_NAMESPACE_MATHML);
      return Next::kDone;
    case GUMBO_TAG_SVG:
      start_foreign_root(token, tag, GUMBO_NAMESPACE_SVG);
      return Next::kDone;
    case GUMBO_TAG_FRAME:
    case GUMBO_TAG_HEAD:
      return Next::kDone;
    default:
      if (has(tag, kRow)) return Next::kDone;
      break;
  }
  reconstruct_formatting();
  insert(token, tag);
  return Next::kDone;
}

void Scanner::start_form(const Token& token, GumboTag tag) {
  if (form_ != 0) return;
  close_p();
  form_ = insert(token, tag).id;
}

void Scanner::start_item(const Token& token, GumboTag tag) {
  const auto is_item = [tag](const OpenElement& element) {
    return tag == GUMBO_TAG_LI ? element.is_html(tag) : element.is_html(GUMBO_TAG_DD) || element.is_html(GUMBO_TAG_DT);
  };
  const std::size_t found = open_.find_last([&](const OpenElement& element) {
    const bool is_passed =
        element.is_html(GUMBO_TAG_ADDRESS) || element.is_html(GUMBO_TAG_DIV) || element.is_html(GUMBO_TAG_P);
    return is_item(element) || (element.has(kSpecial) && !is_passed);
  });
  if (is_item(open_[found])) open_.pop_down_to(found);
  close_p();
  insert(token, tag);
}

void Scanner::start_table(const Token& token, GumboTag tag) {
  if (quirks_ == Quirks::kUnknown && open_.has(GUMBO_TAG_P, kButtonScope)) refuse("table in p in who knows which mode");
  if (quirks_ == Quirks::kNo) close_p();
  insert(token, tag);
  mode_ = Mode::kInTable;
}

void Scanner::start_ruby(const Token& token, GumboTag tag) {
  const bool may_be_in_rtc = tag == GUMBO_TAG_RT || tag == GUMBO_TAG_RP;
  if (open_.has(GUMBO_TAG_RUBY, kScope)) {
    open_.generate_implied_end_tags(may_be_in_rtc ? GUMBO_TAG_RTC : GUMBO_TAG_LAST);
  }
  insert(token, tag);
}

/// The same, end tags.
Scanner::Next Scanner::end_in_body(GumboTag tag) {
  if (has(tag, kFormatting)) {
    adopt(tag);
    return Next::kDone;
  }
  switch (tag) {
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_HTML:
      if (!open_.has(GUMBO_TAG_BODY, kScope)) return Next::kDone;
      mode_ = Mode::kAfterBody;
      return tag == GUMBO_TAG_HTML ? Next::kAgain : Next::kDone;
    case GUMBO_TAG_FORM:
      end_form();
      return Next::kDone;
    case GUMBO_TAG_P:
      if (close_in_scope(tag, kButtonScope)) return Next::kDone;
      insert_implied(tag);
      open_.pop();
      return Next::kDone;
    case GUMBO_TAG_LI:
      close_in_scope(tag, kListScope);
      return Next::kDone;
    case GUMBO_TAG_DD:
    case GUMBO_TAG_DT:
      close_in_scope(tag, kScope);
      return Next::kDone;
    case GUMBO_TAG_APPLET:
    case GUMBO_TAG_MARQUEE:
    case GUMBO_TAG_OBJECT:
      if (close_in_scope(tag, kTableScope)) clear_formatting_to_marker();
      return Next::kDone;
    case GUMBO_TAG_BR:
      reconstruct_formatting();
      insert_implied(tag);
      open_.pop();
      return Next::kDone;
    case GUMBO_TAG_TEMPLATE:
      return Next::kDone;
    default:
      break;
  }
  if (has(tag, kHeading)) {  // of any heading, whichever is open
    const std::size_t heading = open_.find_any(kHeading, kScope);
    if (heading != OpenStack::kNone) open_.pop_down_to(heading);
  } else if (has(tag, kBlockEnd)) {
    close_in_scope(tag, kScope);
  } else {
    end_other(tag);
  }
  return Next::kDone;
}

/// A form leaves the stack wherever it stands; what is open in it stays open. Gumbo puts the text right before its end
/// tag behind it.
void Scanner::end_form() {
  if (form_ == 0) return;
  const std::uint32_t form = std::exchange(form_, 0);
  const std::size_t found =
      open_.find_last([form](const OpenElement& element) { return element.id == form || element.has(kScope); });
  if (open_[found].id != form) return;
  const bool matters = open_[found].shown.hides || open_[found].shown.may_mount;
  if (matters && has_pending_text_) refuse("text behind its form");
  open_.generate_implied_end_tags();
  open_.remove(found);
}

/// "Any other end tag". To Gumbo all names that it does not know are one.
void Scanner::end_other(GumboTag tag) {
  const std::size_t found =
      open_.find_last([tag](const OpenElement& element) { return element.is_html(tag) || element.has(kSpecial); });
  if (open_[found].is_html(tag)) open_.pop_down_to(found);
}

void Scanner::close_p() {
  close_in_scope(GUMBO_TAG_P, kButtonScope);
}

bool Scanner::close_in_scope(GumboTag tag, std::uint32_t barriers) {
  const std::size_t found = open_.find(tag, barriers);
  if (found == OpenStack::kNone) return false;
  open_.pop_down_to(found);
  return true;
}

}  // namespace html
