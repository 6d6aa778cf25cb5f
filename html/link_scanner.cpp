#include "html/link_scanner.hpp"

#include <utility>

#include "html/ascii.hpp"
#include "html/guard.hpp"
#include "html/landmarks.hpp"
#include "html/tags.hpp"

namespace html {

LinkScanner::LinkScanner(std::string_view source, ReadPage& page)
    : page_(page),
      tokens_(source, kGuardLimits.attributes, Tokenizer::Text::kPassedOver),
      source_(source),
      open_({.open = kGuardLimits.open, .formatting = kGuardLimits.formatting}) {}

bool LinkScanner::scan() try {
  if (source_.contains('\0')) refuse("NUL");
  while (const Token* token = tokens_.next(!foreign_.empty())) {
    switch (token->kind) {
      case Token::Kind::kStartTag:
        if (token->is_closed) start(*token);
        break;
      case Token::Kind::kEndTag:
        if (token->is_closed) end(*token);
        break;
      default:
        break;
    }
  }
  if (tokens_.has_dropped_attributes()) refuse("attributes");
  if (open_.leaves_markers()) refuse("formatting that outlives its cell");
  return true;
} catch (const Refused& refused) {
  refusal_ = refused.why;
  return false;
}

void LinkScanner::start(const Token& token) {
  const GumboTag tag = tag_named(token.name);
  if (tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_BODY) count_root_attributes(token);
  check_place(tag);
  if (open_.start(token, tag) != OpenElements::Verdict::kFits) refuse("nesting");
  foreign_.empty() ? start_in_html(token, tag) : refuse_unless_followed(foreign_.start(token, tag));
}

/// The guards count those of all such tags, which may end up on two elements.
void LinkScanner::count_root_attributes(const Token& token) {
  root_attributes_ += token.attribute_count;
  if (root_attributes_ > kGuardLimits.attributes) refuse("attributes");
}

/// Refuses what the standard would move, or drop.
void LinkScanner::check_place(GumboTag tag) const {
  if (is_in_select_ && tag != GUMBO_TAG_OPTION && tag != GUMBO_TAG_OPTGROUP) refuse("element in select");
  if (has(tag, kLeads) && open_.may_be_out_of_order()) refuse("link in what an adoption may have left behind");
  if ((has(tag, kLeads) || tag == GUMBO_TAG_TABLE) && open_.is_in_front_of_table()) {
    refuse("element in front of a table");
  }
}

void LinkScanner::start_in_html(const Token& token, GumboTag tag) {
  if (noscript_ != Noscript::kNone || tag == GUMBO_TAG_NOSCRIPT) follow_noscript(tag);
  if (!has(tag, kRaw | kLeads | kUnseen | kOutside | kVoid) && tag != GUMBO_TAG_FRAMESET) return;
  if (has(tag, kRaw)) {
    if (tag == GUMBO_TAG_PLAINTEXT) refuse("plaintext");
    tokens_.raw_element(token.name);
    return;
  }
  if (has(tag, kLeads)) {
    if (tag == GUMBO_TAG_META && noscript_ != Noscript::kNone) refuse("meta where noscript may be open");
    read_landmark(page_, {.tag = tag, .source = token.source, .attributes = token.attributes, .is_decoded = false},
                  false);
    return;
  }
  switch (tag) {
    case GUMBO_TAG_SELECT:
      is_in_select_ = true;
      break;
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_MATH:
      refuse_unless_followed(foreign_.start(token, tag));
      break;
    case GUMBO_TAG_FRAMESET:
      refuse("frameset");
    case GUMBO_TAG_ISINDEX:
      refuse("isindex");
    case GUMBO_TAG_TEMPLATE:
      refuse("template");
    default:
      break;
  }
}

void LinkScanner::follow_noscript(GumboTag tag) {
  if (noscript_ == Noscript::kNone) {
    if (tag == GUMBO_TAG_NOSCRIPT) noscript_ = Noscript::kOpen;
  } else if (!has(tag, kVoid | kRaw)) {
    noscript_ = Noscript::kMayBeOpen;
  }
}

void LinkScanner::end(const Token& token) {
  const GumboTag tag = tag_named(token.name);
  if (!foreign_.empty()) refuse_unless_followed(foreign_.end(token));
  if (is_in_select_) {
    if (tag == GUMBO_TAG_SELECT) {
      is_in_select_ = false;
    } else if (tag != GUMBO_TAG_OPTION && tag != GUMBO_TAG_OPTGROUP) {
      refuse("end tag in select");
    }
  }
  if (noscript_ == Noscript::kOpen) noscript_ = tag == GUMBO_TAG_NOSCRIPT ? Noscript::kNone : Noscript::kMayBeOpen;
  const std::size_t size = open_.size();
  open_.end(token, tag);
  if (open_.size() == size && ++strays_ > kGuardLimits.strays) refuse("end tags of nothing");
}

}  // namespace html
