#include "html/ascii.hpp"
#include "html/references.hpp"
#include "html/scanner.hpp"

namespace html {

Element Scanner::element_of(const Token& token, GumboTag tag, GumboNamespaceEnum name_space) {
  return {.tag = tag,
          .is_html = name_space == GUMBO_NAMESPACE_HTML,
          .source = token.source,
          .attributes = token.attributes,
          .is_decoded = false};
}

/// Whether what is inserted now is moved in front of a table; refuses it if the order is of consequence.
bool Scanner::is_fostered(GumboTag tag) const {
  if (!open_.empty() && open_.top().is_left_behind) refuse(kOutOfOrder);
  const bool is_fostered = fosters_ && open_.top().has(kTablePart);
  if (is_fostered) {
    const std::size_t table = open_.find(GUMBO_TAG_TABLE, 0);
    if (table == OpenStack::kNone) refuse("part of a table without a table");
    if (open_.top().shown.is_unseen != open_[table - 1].shown.is_unseen) refuse("element in front of a hidden table");
  }
  if (is_fostered || open_.fostered() > 0) {
    switch (tag) {
      case GUMBO_TAG_A:
      case GUMBO_TAG_AREA:
      case GUMBO_TAG_BASE:
      case GUMBO_TAG_LINK:
      case GUMBO_TAG_META:
      case GUMBO_TAG_TITLE:
        refuse("element in front of a table");
      default:
        if (has(tag, kHeading)) refuse("heading in front of a table");
    }
  }
  return is_fostered;
}

/// What a table pushes out may come between the last target in front of a heading and the heading.
void Scanner::refuse_fostered_target(const PageWriter::Open& shown, bool is_fostered) const {
  if ((is_fostered || open_.fostered() > 0) && !shown.target.empty()) refuse("target in front of a table");
}

OpenElement& Scanner::insert(const Token& token, GumboTag tag, GumboNamespaceEnum name_space) {
  OpenElement element{.tag = tag,
                      .name_space = name_space,
                      .is_fostered = is_fostered(tag),
                      .traits = traits_of(tag, name_space),
                      .id = ++ids_,
                      .source = token.source};
  element.shown = writer_.enter(element_of(token, tag, name_space));
  refuse_fostered_target(element.shown, element.is_fostered);
  if (tag == GUMBO_TAG_HEAD && element.shown.may_mount)
    refuse("head with the name of a mount");  // more may come into it
  open_.push(element);
  return open_.top();
}

void Scanner::insert_implied(GumboTag tag) {
  OpenElement element{.tag = tag, .is_fostered = is_fostered(tag), .traits = kTraits[tag], .id = ++ids_};
  element.shown = writer_.enter({.tag = tag});
  open_.push(element);
}

Scanner::Next Scanner::insert_and_go_on(const Token& token, GumboTag tag, Mode mode) {
  insert(token, tag);
  mode_ = mode;
  return Next::kDone;
}

void Scanner::insert_void(const Token& token, GumboTag tag) {
  const bool fostered = is_fostered(tag);
  if (!fostered) open_.top().shown.has_content = true;
  const PageWriter::Open shown = writer_.enter(element_of(token, tag));
  refuse_fostered_target(shown, fostered);
  writer_.leave(shown);
  has_pending_text_ = false;
}

/// An element whose content is text, with that text and its end tag.
void Scanner::insert_raw(const Token& token, GumboTag tag) {
  const std::string_view name = token.name;
  insert(token, tag);
  const std::string_view source = tokens_.raw_element(name);
  open_.top().shown.has_content = !is_html_blank(source);
  if ((tag == GUMBO_TAG_TITLE || tag == GUMBO_TAG_TEXTAREA) && source.contains('&')) {
    decoded_.clear();
    append_decoded(decoded_, source, ReferenceIn::kText);
    open_.top().shown.has_content = !is_html_blank(decoded_);
    insert_text(decoded_);
  } else {
    insert_text(source);
  }
  open_.pop();
  has_pending_text_ = false;
}

void Scanner::insert_text(std::string_view text) {
  if (open_.top().is_left_behind) refuse(kOutOfOrder);
  PageWriter::Open& around = open_.top().shown;
  if (open_.fostered() > 0 && !around.is_unseen && !is_html_blank(text)) refuse("text in front of a table");
  const bool is_asked_for = around.may_mount || around.may_run;
  if (is_asked_for && !around.has_content) around.has_content = !is_html_blank(text);
  has_pending_text_ = true;
  writer_.text(text);
}

}  // namespace html
