#include "html/scanner.hpp"

namespace html {
namespace {

/// Of a table that a select stands in.
bool is_of_table(GumboTag tag) {
  return tag == GUMBO_TAG_TABLE || (has(tag, kRow) && tag != GUMBO_TAG_COL && tag != GUMBO_TAG_COLGROUP);
}

}  // namespace

Scanner::Next Scanner::start_in_select(const Token& token, GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_HTML:
      return merge(token, tag);
    case GUMBO_TAG_OPTION:
    case GUMBO_TAG_OPTGROUP:
      if (open_.top().is_html(GUMBO_TAG_OPTION)) open_.pop();
      if (tag == GUMBO_TAG_OPTGROUP && open_.top().is_html(GUMBO_TAG_OPTGROUP)) open_.pop();
      insert(token, tag);
      return Next::kDone;
    case GUMBO_TAG_SELECT:
      if (has_select_in_scope()) close_select();
      return Next::kDone;
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_KEYGEN:
    case GUMBO_TAG_TEXTAREA:
      if (!has_select_in_scope()) return Next::kDone;
      close_select();
      return Next::kAgain;
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_TEMPLATE:
      start_head_content(token, tag);
      return Next::kDone;
    default:
      return Next::kDone;
  }
}

Scanner::Next Scanner::end_in_select(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_OPTGROUP:
      if (open_.top().is_html(GUMBO_TAG_OPTION) && open_[open_.size() - 2].is_html(tag)) open_.pop();
      [[fallthrough]];
    case GUMBO_TAG_OPTION:
      if (open_.top().is_html(tag)) open_.pop();
      return Next::kDone;
    case GUMBO_TAG_SELECT:
      if (has_select_in_scope()) close_select();
      return Next::kDone;
    default:
      return Next::kDone;
  }
}

Scanner::Next Scanner::start_in_select_in_table(const Token& token, GumboTag tag) {
  if (!is_of_table(tag)) return start_in_select(token, tag);
  close_select();
  return Next::kAgain;
}

Scanner::Next Scanner::end_in_select_in_table(GumboTag tag) {
  if (!is_of_table(tag)) return end_in_select(tag);
  if (!open_.has(tag, kTableScope)) return Next::kDone;
  close_select();
  return Next::kAgain;
}

/// "Has an element in select scope": only options may be above it.
bool Scanner::has_select_in_scope() const {
  const std::size_t found = open_.find_last([](const OpenElement& element) {
    return !element.is_html(GUMBO_TAG_OPTION) && !element.is_html(GUMBO_TAG_OPTGROUP);
  });
  return open_[found].is_html(GUMBO_TAG_SELECT);
}

void Scanner::close_select() {
  close_in_scope(GUMBO_TAG_SELECT, 0);
  reset_mode();
}

}  // namespace html
