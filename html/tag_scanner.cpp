#include "html/tag_scanner.hpp"

#include <algorithm>
#include <cstdint>

#include "html/ascii.hpp"

namespace html {
namespace {

constexpr base::ByteSet kSpaceOrSlash(" \t\n\f\r/");
constexpr base::ByteSet kNameEnd(" \t\n\f\r/>");
constexpr base::ByteSet kAttributeNameEnd(" \t\n\f\r/>=");
constexpr base::ByteSet kUnquotedEnd(" \t\n\f\r>");
constexpr base::ByteSet kScriptMarks("<-");

}  // namespace

std::optional<Tag> TagScanner::next(bool cdata) {
  while ((at_ = std::min(source_.find('<', at_), source_.size())) + 1 < source_.size()) {
    const char after = source_[at_ + 1];
    if (is_ascii_letter(after)) return tag();
    if (after == '/' && at_ + 2 < source_.size() && is_ascii_letter(source_[at_ + 2])) return tag();
    if (after == '!' || after == '?' || after == '/') {
      skip_markup(cdata);
    } else {
      ++at_;
    }
  }
  return std::nullopt;
}

Tag TagScanner::tag() {
  Tag tag;
  tag.begin = at_;
  tag.is_end = source_[at_ + 1] == '/';
  at_ += tag.is_end ? 2 : 1;
  tag.attributes_begin = kNameEnd.find_in(source_, at_);
  tag.name = source_.substr(at_, tag.attributes_begin - at_);
  at_ = tag.attributes_begin;
  scan_attributes(tag);
  tag.is_closed = !ended();
  at_ = std::min(at_ + 1, source_.size());
  tag.end = at_;
  return tag;
}

void TagScanner::scan_attributes(Tag& tag) {
  while (!ended() && source_[at_] != '>') {
    if (kSpaceOrSlash.contains(source_[at_])) {
      tag.is_self_closing = source_[at_] == '/' && at_ + 1 < source_.size() && source_[at_ + 1] == '>';
      ++at_;
      continue;
    }
    if (++tag.attributes == most_attributes_ + 1) tag.excess_begin = at_;
    at_ = kAttributeNameEnd.find_in(source_, at_ + 1);  // even a '=' may begin a name
    std::size_t after = at_;
    while (after < source_.size() && is_html_space(source_[after])) ++after;
    if (after == source_.size() || source_[after] != '=') continue;
    at_ = after + 1;
    scan_value();
  }
}

void TagScanner::scan_value() {
  while (!ended() && is_html_space(source_[at_])) ++at_;
  if (ended()) return;
  if (const char quote = source_[at_]; quote == '"' || quote == '\'') {
    const std::size_t end = source_.find(quote, at_ + 1);
    at_ = end == source_.npos ? source_.size() : end + 1;
  } else {
    at_ = kUnquotedEnd.find_in(source_, at_);
  }
}

// Comments, declarations, processing instructions and broken end tags.
void TagScanner::skip_markup(bool cdata) {
  const std::string_view rest = source_.substr(at_);
  if (cdata && rest.starts_with("<![CDATA[")) return skip_past("]]>", 9);
  if (!rest.starts_with("<!--")) return skip_past(">", 2);
  if (rest.starts_with("<!-->") || rest.starts_with("<!--->")) return skip_past(">", 4);
  for (std::size_t dashes = at_ + 4; (dashes = source_.find("--", dashes)) != source_.npos; ++dashes) {
    const std::string_view end = source_.substr(dashes + 2);
    if (!end.starts_with('>') && !end.starts_with("!>")) continue;
    at_ = dashes + (end.starts_with('>') ? 3 : 4);
    return;
  }
  skip_rest();
}

void TagScanner::skip_past(std::string_view what, std::size_t from) {
  const std::size_t found = source_.find(what, at_ + from);
  at_ = found == source_.npos ? source_.size() : found + what.size();
}

bool TagScanner::is_tag_boundary(std::size_t at) const {
  return at < source_.size() && kNameEnd.contains(source_[at]);
}

void TagScanner::skip_raw_text(std::string_view name) {
  for (; (at_ = source_.find("</", at_)) != source_.npos; at_ += 2) {
    const std::string_view candidate = source_.substr(at_ + 2, name.size());
    const auto equal = [](char a, char b) { return base::ascii_lower(a) == base::ascii_lower(b); };
    if (std::ranges::equal(candidate, name, equal) && is_tag_boundary(at_ + 2 + name.size())) return;
  }
  skip_rest();
}

// HTML Standard, 13.2.5.15 to 31: the script data states.
void TagScanner::skip_script() {
  enum class State : std::uint8_t { kPlain, kEscaped, kDoubleEscaped } state = State::kPlain;
  for (; (at_ = kScriptMarks.find_in(source_, at_)) < source_.size(); ++at_) {
    const std::string_view rest = source_.substr(at_);
    if (rest.starts_with("-->")) {
      state = State::kPlain;
    } else if (state == State::kPlain && rest.starts_with("<!--")) {
      state = State::kEscaped;
      ++at_;  // the dashes may also begin the "-->" that ends it
    } else if (starts_with_ignoring_case(rest, "</script") && is_tag_boundary(at_ + 8)) {
      if (state != State::kDoubleEscaped) return;
      state = State::kEscaped;
    } else if (state == State::kEscaped && starts_with_ignoring_case(rest, "<script") && is_tag_boundary(at_ + 7)) {
      state = State::kDoubleEscaped;
    }
  }
  skip_rest();
}

}  // namespace html
