#include <algorithm>

#include "html/ascii.hpp"
#include "html/scanner.hpp"

namespace html {
namespace {

bool is_hidden_input(const Token& token) {
  const Attribute* const type = find_attribute(token.attributes, "type");
  return type != nullptr && equals_ignoring_case(type->value, "hidden");
}

}  // namespace

bool Scanner::is_in_table_mode() const {
  return mode_ == Mode::kInTable || mode_ == Mode::kInCaption || mode_ == Mode::kInTableBody || mode_ == Mode::kInRow ||
         mode_ == Mode::kInCell;
}

/// "Clear the stack back to a table (body, row) context".
void Scanner::clear_to(std::initializer_list<GumboTag> context) {
  const std::size_t found = open_.find_last([&](const OpenElement& element) {
    return element.is_html(GUMBO_TAG_HTML) ||
           std::ranges::any_of(context, [&](GumboTag tag) { return element.is_html(tag); });
  });
  open_.pop_down_to(found + 1);
}

bool Scanner::has_table_body() const {
  return open_.has(GUMBO_TAG_TBODY, kTableScope) || open_.has(GUMBO_TAG_THEAD, kTableScope) ||
         open_.has(GUMBO_TAG_TFOOT, kTableScope);
}

Scanner::Next Scanner::start_in_table(const Token& token, GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_CAPTION:
      clear_to({GUMBO_TAG_TABLE});
      mark_formatting();
      return insert_and_go_on(token, tag, Mode::kInCaption);
    case GUMBO_TAG_COLGROUP:
      clear_to({GUMBO_TAG_TABLE});
      return insert_and_go_on(token, tag, Mode::kInColumnGroup);
    case GUMBO_TAG_COL:
      clear_to({GUMBO_TAG_TABLE});
      insert_implied(GUMBO_TAG_COLGROUP);
      return again_in(Mode::kInColumnGroup);
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_TFOOT:
    case GUMBO_TAG_THEAD:
      clear_to({GUMBO_TAG_TABLE});
      return insert_and_go_on(token, tag, Mode::kInTableBody);
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
    case GUMBO_TAG_TR:
      clear_to({GUMBO_TAG_TABLE});
      insert_implied(GUMBO_TAG_TBODY);
      return again_in(Mode::kInTableBody);
    case GUMBO_TAG_TABLE:
      return close_table() ? Next::kAgain : Next::kDone;
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_TEMPLATE:
      start_head_content(token, tag);
      return Next::kDone;
    case GUMBO_TAG_FORM:
      if (form_ != 0) return Next::kDone;
      form_ = insert(token, tag).id;
      open_.pop();
      return Next::kDone;
    default:
      break;
  }
  if (tag == GUMBO_TAG_INPUT && is_hidden_input(token)) {
    insert_void(token, tag);
    return Next::kDone;
  }
  fosters_ = true;
  const Next next = start_in_body(token, tag);
  fosters_ = false;
  return next;
}

Scanner::Next Scanner::end_in_table(GumboTag tag) {
  if (tag == GUMBO_TAG_TABLE) {
    close_table();
    return Next::kDone;
  }
  if (has(tag, kRow) || tag == GUMBO_TAG_BODY || tag == GUMBO_TAG_HTML) return Next::kDone;
  fosters_ = true;
  const Next next = end_in_body(tag);
  fosters_ = false;
  return next;
}

bool Scanner::close_table() {
  if (!close_in_scope(GUMBO_TAG_TABLE, kTableScope)) return false;
  reset_mode();
  return true;
}

Scanner::Next Scanner::start_in_caption(const Token& token, GumboTag tag) {
  if (!has(tag, kRow)) return start_in_body(token, tag);
  return end_caption() ? Next::kAgain : Next::kDone;
}

Scanner::Next Scanner::end_in_caption(GumboTag tag) {
  if (tag == GUMBO_TAG_TABLE) return end_caption() ? Next::kAgain : Next::kDone;
  if (tag == GUMBO_TAG_CAPTION) {
    end_caption();
    return Next::kDone;
  }
  if (has(tag, kRow) || tag == GUMBO_TAG_BODY || tag == GUMBO_TAG_HTML) return Next::kDone;
  return end_in_body(tag);
}

bool Scanner::end_caption() {
  if (!close_in_scope(GUMBO_TAG_CAPTION, kTableScope)) return false;
  clear_formatting_to_marker();
  mode_ = Mode::kInTable;
  return true;
}

Scanner::Next Scanner::start_in_column_group(const Token& token, GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_HTML:
      return merge(token, tag);
    case GUMBO_TAG_COL:
      insert_void(token, tag);
      return Next::kDone;
    case GUMBO_TAG_TEMPLATE:
      skip_template();
      return Next::kDone;
    default:
      return end_column_group() ? Next::kAgain : Next::kDone;
  }
}

Scanner::Next Scanner::end_in_column_group(GumboTag tag) {
  if (tag == GUMBO_TAG_COL || tag == GUMBO_TAG_TEMPLATE) return Next::kDone;
  const bool has_ended = end_column_group();
  return has_ended && tag != GUMBO_TAG_COLGROUP ? Next::kAgain : Next::kDone;
}

bool Scanner::end_column_group() {
  if (!open_.top().is_html(GUMBO_TAG_COLGROUP)) return false;
  open_.pop();
  mode_ = Mode::kInTable;
  return true;
}

Scanner::Next Scanner::start_in_table_body(const Token& token, GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_TR:
      clear_to({GUMBO_TAG_TBODY, GUMBO_TAG_TFOOT, GUMBO_TAG_THEAD});
      return insert_and_go_on(token, tag, Mode::kInRow);
    case GUMBO_TAG_TD:
    case GUMBO_TAG_TH:
      clear_to({GUMBO_TAG_TBODY, GUMBO_TAG_TFOOT, GUMBO_TAG_THEAD});
      insert_implied(GUMBO_TAG_TR);
      return again_in(Mode::kInRow);
    default:
      if (!has(tag, kRow)) return start_in_table(token, tag);
      return has_table_body() ? end_table_body() : Next::kDone;
  }
}

Scanner::Next Scanner::end_in_table_body(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_TFOOT:
    case GUMBO_TAG_THEAD:
      if (open_.has(tag, kTableScope)) end_table_body();
      return Next::kDone;
    case GUMBO_TAG_TABLE:
      return has_table_body() ? end_table_body() : Next::kDone;
    default:
      return end_in_table(tag);
  }
}

Scanner::Next Scanner::end_table_body() {
  clear_to({GUMBO_TAG_TBODY, GUMBO_TAG_TFOOT, GUMBO_TAG_THEAD});
  open_.pop();
  return again_in(Mode::kInTable);
}

Scanner::Next Scanner::start_in_row(const Token& token, GumboTag tag) {
  if (has(tag, kCell)) {
    clear_to({GUMBO_TAG_TR});
    insert(token, tag);
    mark_formatting();
    mode_ = Mode::kInCell;
    return Next::kDone;
  }
  return has(tag, kRow) ? end_row() : start_in_table(token, tag);
}

Scanner::Next Scanner::end_in_row(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_TR:
      end_row();
      return Next::kDone;
    case GUMBO_TAG_TABLE:
      return end_row();
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_TFOOT:
    case GUMBO_TAG_THEAD:
      return open_.has(tag, kTableScope) ? end_row() : Next::kDone;
    default:
      return end_in_table(tag);
  }
}

Scanner::Next Scanner::end_row() {
  if (!open_.has(GUMBO_TAG_TR, kTableScope)) return Next::kDone;
  clear_to({GUMBO_TAG_TR});
  open_.pop();
  return again_in(Mode::kInTableBody);
}

Scanner::Next Scanner::start_in_cell(const Token& token, GumboTag tag) {
  if (!has(tag, kRow)) return start_in_body(token, tag);
  return end_cell() ? Next::kAgain : Next::kDone;
}

Scanner::Next Scanner::end_in_cell(GumboTag tag) {
  if (has(tag, kCell)) {
    if (open_.has(tag, kTableScope)) close_cell(tag);
    return Next::kDone;
  }
  switch (tag) {
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_CAPTION:
    case GUMBO_TAG_COL:
    case GUMBO_TAG_COLGROUP:
    case GUMBO_TAG_HTML:
      return Next::kDone;
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_TBODY:
    case GUMBO_TAG_TFOOT:
    case GUMBO_TAG_THEAD:
    case GUMBO_TAG_TR:
      return open_.has(tag, kTableScope) && end_cell() ? Next::kAgain : Next::kDone;
    default:
      return end_in_body(tag);
  }
}

bool Scanner::end_cell() {
  for (const GumboTag tag : {GUMBO_TAG_TD, GUMBO_TAG_TH}) {
    if (!open_.has(tag, kTableScope)) continue;
    close_cell(tag);
    return true;
  }
  return false;
}

void Scanner::close_cell(GumboTag tag) {
  close_in_scope(tag, kTableScope);
  clear_formatting_to_marker();
  mode_ = Mode::kInRow;
}

/// HTML Standard, 13.2.4.1, "reset the insertion mode appropriately".
void Scanner::reset_mode() {
  for (std::size_t i = open_.size(); i-- > 0;) {
    switch (open_[i].tag) {
      case GUMBO_TAG_SELECT:
        // Gumbo takes one of MathML or SVG for it, and then closes everything to close it.
        if (!open_[i].is_html()) refuse("select in foreign content");
        mode_ = Mode::kInSelect;
        for (std::size_t around = i; around > 0; --around) {
          if (open_[around].is_html(GUMBO_TAG_TABLE)) mode_ = Mode::kInSelectInTable;
        }
        return;
      case GUMBO_TAG_TD:
      case GUMBO_TAG_TH:
        mode_ = Mode::kInCell;
        return;
      case GUMBO_TAG_TR:
        mode_ = Mode::kInRow;
        return;
      case GUMBO_TAG_TBODY:
      case GUMBO_TAG_THEAD:
      case GUMBO_TAG_TFOOT:
        mode_ = Mode::kInTableBody;
        return;
      case GUMBO_TAG_CAPTION:
        mode_ = Mode::kInCaption;
        return;
      case GUMBO_TAG_COLGROUP:
        mode_ = Mode::kInColumnGroup;
        return;
      case GUMBO_TAG_TABLE:
        mode_ = Mode::kInTable;
        return;
      case GUMBO_TAG_HEAD:
        mode_ = Mode::kInHead;
        return;
      case GUMBO_TAG_BODY:
        mode_ = Mode::kInBody;
        return;
      case GUMBO_TAG_FRAMESET:
        refuse("frameset");  // of MathML or SVG, which is the same to Gumbo here
      case GUMBO_TAG_HTML:
        mode_ = Mode::kAfterHead;
        return;
      default:
        break;
    }
  }
}

}  // namespace html
