#include "html/ascii.hpp"
#include "html/foreign.hpp"
#include "html/scanner.hpp"

namespace html {
namespace {

// Gumbo counts the "</>" to the tag behind it, and then compares such names of SVG and MathML.
constexpr const char* kAfterNothing = "foreign tag after </>";

/// As Gumbo compares them: of the end tag, all that stands before its '>'.
bool closes(const Token& end, const OpenElement& element) {
  const std::string_view name = element.source.substr(1, element.source.find_first_of(" \t\n\f/>") - 1);
  return end.after_name().empty() && same_ignoring_case(end.name, name);
}

}  // namespace

bool Scanner::takes_html_text(const OpenElement& element) {
  return element.is_html_inside || is_mathml_text(element.tag, element.name_space);
}

bool Scanner::is_foreign_start(GumboTag tag) const {
  if (open_.empty() || open_.top().is_html() || open_.top().is_html_inside) return false;
  const OpenElement& top = open_.top();
  if (is_mathml_text(top.tag, top.name_space) && tag != GUMBO_TAG_MGLYPH && tag != GUMBO_TAG_MALIGNMARK) return false;
  const bool is_annotation = top.name_space == GUMBO_NAMESPACE_MATHML && top.tag == GUMBO_TAG_ANNOTATION_XML;
  return !(is_annotation && tag == GUMBO_TAG_SVG);
}

void Scanner::start_foreign_root(const Token& token, GumboTag tag, GumboNamespaceEnum name_space) {
  if (token.follows_nothing) refuse(kAfterNothing);
  reconstruct_formatting();
  insert(token, tag, name_space);
  if (token.is_self_closing) open_.pop();
}

/// HTML Standard, 13.2.6.5, "in foreign content": start tags.
Scanner::Next Scanner::start_in_foreign(const Token& token, GumboTag tag) {
  if (token.follows_nothing) refuse(kAfterNothing);
  if (ends_foreign_content(token, tag)) {
    do open_.pop();
    while (!open_.top().is_html() && !takes_html_text(open_.top()));
    return Next::kAgain;
  }
  OpenElement& element = insert(token, tag, open_.top().name_space);
  refuse_hidden_encoding(token, element);
  element.is_html_inside = has_html_inside(token, tag, element.name_space);
  if (token.is_self_closing) open_.pop();
  return Next::kDone;
}

/// Its encoding tells what is in an annotation.
void Scanner::refuse_hidden_encoding(const Token& token, const OpenElement& element) {
  if (element.tag != GUMBO_TAG_ANNOTATION_XML || element.name_space != GUMBO_NAMESPACE_MATHML) return;
  const Attribute* const encoding = find_attribute(token.attributes, "encoding");
  if (encoding != nullptr && encoding->value.contains('&')) refuse("annotation in who knows which encoding");
}

/// The same, end tags. False: it is to be taken as one of HTML.
bool Scanner::end_in_foreign(const Token& token) {
  if (token.follows_nothing) refuse(kAfterNothing);
  const std::size_t found =
      open_.find_last([&](const OpenElement& element) { return element.is_html() || closes(token, element); });
  if (open_[found].is_html()) return false;
  open_.pop_down_to(found);
  return true;
}

}  // namespace html
