#include "html/scanner.hpp"

#include <algorithm>
#include <utility>

#include "html/ascii.hpp"
#include "html/guard.hpp"
#include "html/references.hpp"
#include "html/script_need.hpp"

namespace html {
namespace {

// Honest pages: up to 3 a byte.
constexpr std::size_t kStepsPerByte = 64;
constexpr std::size_t kStepsBesides = 100'000;

}  // namespace

Scanner::Scanner(std::string_view source, PageWriter& writer)
    : writer_(writer), tokens_(source, kGuardLimits.attributes), source_(source), open_(writer) {}

bool Scanner::scan() try {
  if (source_.contains('\0')) refuse("NUL");  // means something else in each state of the tokenizer
  const std::size_t most_steps = kStepsBesides + kStepsPerByte * source_.size();
  while (const Token* token = tokens_.next(!open_.empty() && !open_.top().is_html())) {
    const std::size_t size = open_.size();
    read(*token);
    if (open_.size() != size || token->kind == Token::Kind::kComment) has_pending_text_ = false;
    if (open_.size() > kMostOpen) refuse("nesting");
    if (formatting_.size() > kMostFormatting) refuse("open formatting");
    if (open_.steps() + compared_bytes_ > most_steps) refuse("work");
  }
  if (tokens_.has_dropped_attributes()) refuse("attributes");
  while (mode_ < Mode::kInBody) advance();
  open_.pop_down_to(0);
  if (has_moved_ && signs_matter(writer_.text_bytes())) refuse("moved elements on a page of little text");
  return true;
} catch (const Refused& refused) {
  refusal_ = refused.why;
  return false;
}

void Scanner::read(const Token& token) {
  const bool ignores_line_feed = std::exchange(ignores_line_feed_, false);
  switch (token.kind) {
    case Token::Kind::kText:
      return text(token.source, ignores_line_feed);
    case Token::Kind::kCharacterData:
      if (writer_.is_in_noscript()) refuse("CDATA in noscript");
      open_.top().shown.has_content = true;
      return;
    case Token::Kind::kStartTag:
      if (token.is_closed) start(token);
      return;
    case Token::Kind::kEndTag:
      if (token.is_closed) end(token);
      return;
    case Token::Kind::kDoctype:
      if (mode_ != Mode::kInitial) return;
      quirks_ = quirks_of_doctype(token.source);
      mode_ = Mode::kBeforeHtml;
      return;
    case Token::Kind::kComment:
      return;
  }
}

void Scanner::text(std::string_view source, bool ignores_line_feed) {
  std::string_view text = source;
  if (source.contains('&')) {
    decoded_.clear();
    append_decoded(decoded_, source, ReferenceIn::kText);
    text = decoded_;
  }
  if (ignores_line_feed && text.starts_with('\n')) text.remove_prefix(1);
  if (text.empty()) return;
  if (!open_.empty() && !open_.top().is_html() && !takes_html_text(open_.top())) return insert_text(text);
  if (mode_ < Mode::kInBody) text = text_before_body(text);
  if (!text.empty()) text_in_body(text);
}

/// Leaves the modes before the body for what is no white space, and returns the text from there on.
std::string_view Scanner::text_before_body(std::string_view text) {
  while (mode_ < Mode::kInBody) {
    const std::size_t space = leading_html_space(text);
    if (space > 0 && mode_ >= Mode::kInHead) insert_text(text.substr(0, space));
    text.remove_prefix(space);
    if (text.empty()) break;
    advance();
  }
  return text;
}

void Scanner::text_in_body(std::string_view text) {
  switch (mode_) {
    case Mode::kInTable:
    case Mode::kInTableBody:
    case Mode::kInRow:
    case Mode::kInColumnGroup:
      if (!is_html_blank(text)) refuse("text in a table");
      break;
    case Mode::kInSelect:
    case Mode::kInSelectInTable:
      break;
    default:
      if (mode_ >= Mode::kAfterBody && !is_html_blank(text)) mode_ = Mode::kInBody;
      reconstruct_formatting();
      break;
  }
  insert_text(text);
}

void Scanner::start(const Token& token) {
  const GumboTag tag = tag_named(token.name);
  if (tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_BODY) count_root_attributes(token);
  Next next = Next::kAgain;
  for (int modes = 0; next == Next::kAgain; ++modes) {
    refuse_beyond(modes);
    next = is_foreign_start(tag) ? start_in_foreign(token, tag) : start_in_mode(token, tag);
  }
}

void Scanner::end(const Token& token) {
  const GumboTag tag = tag_named(token.name);
  const std::size_t before = open_.size() + formatting_.size();
  Next next = Next::kAgain;
  for (int modes = 0; next == Next::kAgain; ++modes) {
    refuse_beyond(modes);
    const bool is_in_foreign = !open_.empty() && !open_.top().is_html();
    next = is_in_foreign && end_in_foreign(token) ? Next::kDone : end_in_mode(tag);
  }
  if (open_.size() + formatting_.size() >= before && ++strays_ > kGuardLimits.strays) refuse("end tags of nothing");
}

/// A tag goes through a handful of modes. More would mean that one mode hands it to the next in a circle: whatever is
/// wrong then, a page must not hold up a crawl.
void Scanner::refuse_beyond(int modes) {
  constexpr int kMostModes = 64;
  if (modes > kMostModes) refuse("modes without end");
}

Scanner::Next Scanner::start_in_mode(const Token& token, GumboTag tag) {
  switch (mode_) {
    case Mode::kInitial:
      return advance();
    case Mode::kBeforeHtml:
      return tag == GUMBO_TAG_HTML ? insert_and_go_on(token, tag, Mode::kBeforeHead) : advance();
    case Mode::kBeforeHead:
      return tag == GUMBO_TAG_HEAD ? insert_and_go_on(token, tag, Mode::kInHead) : advance();
    case Mode::kInHead:
      return start_in_head(token, tag);
    case Mode::kInHeadNoscript:
      return start_in_head_noscript(token, tag);
    case Mode::kAfterHead:
      return start_after_head(token, tag);
    case Mode::kInBody:
      return start_in_body(token, tag);
    case Mode::kInTable:
      return start_in_table(token, tag);
    case Mode::kInCaption:
      return start_in_caption(token, tag);
    case Mode::kInColumnGroup:
      return start_in_column_group(token, tag);
    case Mode::kInTableBody:
      return start_in_table_body(token, tag);
    case Mode::kInRow:
      return start_in_row(token, tag);
    case Mode::kInCell:
      return start_in_cell(token, tag);
    case Mode::kInSelect:
      return start_in_select(token, tag);
    case Mode::kInSelectInTable:
      return start_in_select_in_table(token, tag);
    case Mode::kAfterBody:
    case Mode::kAfterAfterBody:
      if (tag != GUMBO_TAG_HTML) return advance();
      return merge(token, tag);
  }
  return Next::kDone;
}

Scanner::Next Scanner::again_in(Mode mode) {
  mode_ = mode;
  return Next::kAgain;
}

Scanner::Next Scanner::end_in_mode(GumboTag tag) {
  switch (mode_) {
    case Mode::kInitial:
      return advance();
    case Mode::kBeforeHtml:
    case Mode::kBeforeHead:
    case Mode::kInHead:
    case Mode::kInHeadNoscript:
    case Mode::kAfterHead:
      return end_before_body(tag);
    case Mode::kInBody:
      return end_in_body(tag);
    case Mode::kInTable:
      return end_in_table(tag);
    case Mode::kInCaption:
      return end_in_caption(tag);
    case Mode::kInColumnGroup:
      return end_in_column_group(tag);
    case Mode::kInTableBody:
      return end_in_table_body(tag);
    case Mode::kInRow:
      return end_in_row(tag);
    case Mode::kInCell:
      return end_in_cell(tag);
    case Mode::kInSelect:
      return end_in_select(tag);
    case Mode::kInSelectInTable:
      return end_in_select_in_table(tag);
    case Mode::kAfterBody:
      if (tag != GUMBO_TAG_HTML) return advance();
      mode_ = Mode::kAfterAfterBody;
      return Next::kDone;
    case Mode::kAfterAfterBody:
      return advance();
  }
  return Next::kDone;
}

}  // namespace html
