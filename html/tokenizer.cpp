#include "html/tokenizer.hpp"

#include <algorithm>
#include <utility>

#include "base/byte_search.hpp"
#include "html/ascii.hpp"

namespace html {
namespace {

constexpr base::ByteSet kSpaceOrSlash(" \t\n\f\r/");
constexpr base::ByteSet kNameEnd(" \t\n\f\r/>");

constexpr std::string_view kCharacterDataBegin = "<![CDATA[", kCharacterDataEnd = "]]>";

std::size_t find_name_end(std::string_view source, std::size_t at) {
  return base::find_first_of<' ', '\t', '\n', '\f', '\r', '/', '>'>(source, at);
}

std::size_t find_unquoted_end(std::string_view source, std::size_t at) {
  return base::find_first_of<' ', '\t', '\n', '\f', '\r', '>'>(source, at);
}

std::size_t find_attribute_name_end(std::string_view source, std::size_t at) {
  return base::find_first_of<' ', '\t', '\n', '\f', '\r', '/', '>', '='>(source, at);
}

std::size_t skip_space(std::string_view source, std::size_t at) {
  while (at < source.size() && is_html_space(source[at])) ++at;
  return at;
}

/// The value that begins at `at`, which is moved behind it.
std::string_view scan_value(std::string_view source, std::size_t& at) {
  if (at == source.size()) return {};
  const char quote = source[at];
  if (quote != '"' && quote != '\'') {
    const std::size_t begin = std::exchange(at, find_unquoted_end(source, at));
    return source.substr(begin, at - begin);
  }
  const std::size_t begin = at + 1;
  const std::size_t end =
      quote == '"' ? base::find_first_of<'"'>(source, begin) : base::find_first_of<'\''>(source, begin);
  at = std::min(end + 1, source.size());
  return source.substr(begin, end - begin);
}

}  // namespace

const Attribute* find_attribute(std::span<const Attribute> attributes, std::string_view lower_name) {
  for (const Attribute& attribute : attributes) {
    if (equals_ignoring_case(attribute.name, lower_name)) return &attribute;
  }
  return nullptr;
}

std::string_view Token::after_name() const {
  const auto begin = static_cast<std::size_t>(name.data() + name.size() - source.data());
  return source.substr(begin, source.size() - begin - (is_closed ? 1 : 0));
}

bool Tokenizer::is_markup(std::size_t less) const {
  if (less + 1 >= source_.size()) return false;
  const char after = source_[less + 1];
  return is_ascii_letter(after) || after == '!' || after == '?' || (after == '/' && less + 2 < source_.size());
}

bool Tokenizer::is_tag_boundary(std::size_t at) const {
  return at < source_.size() && kNameEnd.contains(source_[at]);
}

const Token* Tokenizer::next(bool cdata) {
  token_.follows_nothing = false;
  while (at_ < source_.size()) {
    std::size_t less = base::find_first_of<'<'>(source_, at_);
    while (less != source_.size() && !is_markup(less)) less = base::find_first_of<'<'>(source_, less + 1);
    if (less != at_) {
      if (text_ == Text::kToken) return text(at_, less);
      token_.follows_nothing = false;
      at_ = less;
      if (at_ == source_.size()) break;
    }
    if (const Token* token = markup(cdata)) return token;
    token_.follows_nothing = true;
  }
  return nullptr;
}

const Token* Tokenizer::text(std::size_t begin, std::size_t end) {
  at_ = end;
  token_.kind = Token::Kind::kText;
  token_.source = source_.substr(begin, end - begin);
  return &token_;
}

const Token* Tokenizer::markup(bool cdata) {
  const std::string_view rest = source_.substr(at_);
  if (is_ascii_letter(rest[1]) || (rest[1] == '/' && is_ascii_letter(rest[2]))) return tag();
  if (rest.starts_with("</>")) {
    at_ += 3;
    return nullptr;
  }
  if (rest.starts_with("<!--")) return comment();
  if (cdata && rest.starts_with(kCharacterDataBegin)) return character_data();
  const bool is_doctype = rest[1] == '!' && starts_with_ignoring_case(rest.substr(2), "doctype");
  return up_to_bracket(is_doctype ? Token::Kind::kDoctype : Token::Kind::kComment);
}

// Declarations, processing instructions and broken end tags.
const Token* Tokenizer::up_to_bracket(Token::Kind kind) {
  const std::size_t bracket = source_.find('>', at_ + 2);
  const std::size_t end = bracket == source_.npos ? source_.size() : bracket + 1;
  token_.kind = kind;
  token_.source = source_.substr(at_, end - at_);
  at_ = end;
  return &token_;
}

const Token* Tokenizer::comment() {
  const std::string_view rest = source_.substr(at_);
  std::size_t end = source_.size();
  if (rest.starts_with("<!-->") || rest.starts_with("<!--->")) {
    end = source_.find('>', at_ + 4) + 1;
  } else {
    for (std::size_t dashes = at_ + 4; (dashes = source_.find("--", dashes)) != source_.npos; ++dashes) {
      const std::string_view after = source_.substr(dashes + 2);
      if (!after.starts_with('>') && !after.starts_with("!>")) continue;
      end = dashes + (after.starts_with('>') ? 3 : 4);
      break;
    }
  }
  token_.kind = Token::Kind::kComment;
  token_.source = source_.substr(at_, end - at_);
  at_ = end;
  return &token_;
}

const Token* Tokenizer::character_data() {
  at_ += kCharacterDataBegin.size();
  const std::size_t end = std::min(source_.find(kCharacterDataEnd, at_), source_.size());
  token_.kind = Token::Kind::kCharacterData;
  token_.source = source_.substr(at_, end - at_);
  at_ = std::min(end + kCharacterDataEnd.size(), source_.size());
  return &token_;
}

const Token* Tokenizer::tag() {
  const std::size_t begin = at_;
  const bool is_end = source_[at_ + 1] == '/';
  at_ += is_end ? 2 : 1;
  const std::size_t name_end = find_name_end(source_, at_);
  token_.kind = is_end ? Token::Kind::kEndTag : Token::Kind::kStartTag;
  token_.name = source_.substr(at_, name_end - at_);
  at_ = name_end;
  scan_attributes();
  token_.is_closed = at_ < source_.size();
  if (!token_.excess.empty()) {
    token_.excess = {token_.excess.data(), source_.data() + at_};
    has_dropped_attributes_ = true;
  }
  if (token_.is_closed) ++at_;
  token_.source = source_.substr(begin, at_ - begin);
  return &token_;
}

// The position is a local here: a member would be written, and read again, at each byte, for a `char` may be part of
// it.
void Tokenizer::scan_attributes() {
  attributes_.clear();
  token_.attribute_count = 0;
  token_.is_self_closing = false;
  token_.excess = {};
  const std::string_view source = source_;
  std::size_t at = at_;
  while (at < source.size() && source[at] != '>') {
    if (kSpaceOrSlash.contains(source[at])) {
      token_.is_self_closing = source[at] == '/' && at + 1 < source.size() && source[at + 1] == '>';
      ++at;
      continue;
    }
    const std::size_t name_end = find_attribute_name_end(source, at + 1);  // even a '=' may begin a name
    Attribute attribute{.name = source.substr(at, name_end - at), .value = {}};
    if (++token_.attribute_count == most_attributes_ + 1) token_.excess = attribute.name;
    at = name_end;
    const std::size_t after = skip_space(source, at);
    if (after < source.size() && source[after] == '=') {
      at = skip_space(source, after + 1);
      attribute.value = scan_value(source, at);
    }
    if (token_.attribute_count <= most_attributes_) attributes_.push_back(attribute);
  }
  at_ = at;
  token_.attributes = attributes_;
}

std::string_view Tokenizer::raw_text(std::string_view name) {
  const std::size_t begin = at_;
  for (; (at_ = source_.find("</", at_)) != source_.npos; at_ += 2) {
    const bool is_same = same_ignoring_case(source_.substr(at_ + 2, name.size()), name);
    if (is_same && is_tag_boundary(at_ + 2 + name.size())) break;
  }
  at_ = std::min(at_, source_.size());
  return source_.substr(begin, at_ - begin);
}

// HTML Standard, 13.2.5.15 to 31: the script data states.
std::string_view Tokenizer::script_text() {
  enum class State : std::uint8_t { kPlain, kEscaped, kDoubleEscaped } state = State::kPlain;
  const std::size_t begin = at_;
  for (; (at_ = base::find_first_of<'<', '-'>(source_, at_)) < source_.size(); ++at_) {
    const std::string_view rest = source_.substr(at_);
    if (rest.starts_with("-->")) {
      state = State::kPlain;
    } else if (state == State::kPlain && rest.starts_with("<!--")) {
      state = State::kEscaped;
      ++at_;  // the dashes may also begin the "-->" that ends it
    } else if (starts_with_ignoring_case(rest, "</script") && is_tag_boundary(at_ + 8)) {
      if (state != State::kDoubleEscaped) break;
      state = State::kEscaped;
    } else if (state == State::kEscaped && starts_with_ignoring_case(rest, "<script") && is_tag_boundary(at_ + 7)) {
      state = State::kDoubleEscaped;
    }
  }
  return source_.substr(begin, at_ - begin);
}

std::string_view Tokenizer::raw_element(std::string_view name) {
  const std::string_view content = equals_ignoring_case(name, "script") ? script_text() : raw_text(name);
  next(false);
  return content;
}

std::string_view Tokenizer::rest() {
  const std::string_view text = source_.substr(at_);
  at_ = source_.size();
  return text;
}

}  // namespace html
