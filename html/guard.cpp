#include "html/guard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "html/ascii.hpp"
#include "html/open_elements.hpp"
#include "html/tags.hpp"
#include "html/tokenizer.hpp"

namespace html {
namespace {

/// Goes through the source once and blanks what is over a limit, or would be misread.
class Guard {
 public:
  explicit Guard(std::string& source) : source_(source), tokens_(source, kGuardLimits.attributes) {}

  std::string run() {
    while (const Token* token = tokens_.next(open_.is_in_foreign_element())) {
      const bool is_end = token->kind == Token::Kind::kEndTag;
      if (!is_end && token->kind != Token::Kind::kStartTag) continue;
      limit_attributes(*token);
      drop_duplicates(*token);
      if (!token->is_closed) break;
      is_end ? follow_end(*token) : follow_start(*token);
    }
    return over_;
  }

 private:
  void follow_start(const Token& tag) {
    switch (open_.start(tag, tag_named(tag.name))) {
      case OpenElements::Verdict::kFits:
        break;
      case OpenElements::Verdict::kTooDeep:
        return blank(tag.source, fmt::format("nested over {} elements", kGuardLimits.open));
      case OpenElements::Verdict::kTooMuchFormatting:
        return blank(tag.source, fmt::format("over {} formatting elements open", kGuardLimits.formatting));
    }
    in_raw_text_ = open_.text_after() != TextAfter::kMarkup;
    switch (open_.text_after()) {
      case TextAfter::kMarkup:
        break;
      case TextAfter::kRaw:
        tokens_.raw_text(tag.name);
        break;
      case TextAfter::kScript:
        tokens_.script_text();
        break;
      case TextAfter::kPlain:
        tokens_.rest();
        break;
    }
  }

  void follow_end(const Token& tag) {
    if (std::exchange(in_raw_text_, false)) return;
    const std::size_t before = open_.size();
    open_.end(tag, tag_named(tag.name));
    if (open_.size() != before || ++strays_ <= kGuardLimits.strays) return;
    blank(tag.source, fmt::format("over {} end tags of nothing", kGuardLimits.strays));
  }

  void limit_attributes(const Token& tag) {
    if (!tag.excess.empty()) blank(tag.excess, fmt::format("over {} attributes in a tag", kGuardLimits.attributes));
    if (tag.kind == Token::Kind::kEndTag || !tag.is_closed || tag.attribute_count == 0 ||
        !(equals_ignoring_case(tag.name, "html") || equals_ignoring_case(tag.name, "body"))) {
      return;
    }
    // Those of all such tags end up on two elements.
    root_attributes_ += tag.attributes.size();
    if (root_attributes_ <= kGuardLimits.attributes) return;
    blank(tag.after_name(), fmt::format("over {} attributes in html and body", kGuardLimits.attributes));
  }

  /// HTML Standard, 13.2.5.33: of two attributes of one name the second is nothing. Of one without a value Gumbo leaves
  /// the name in a buffer, in front of the next attribute's.
  void drop_duplicates(const Token& tag) {
    for (auto attribute = tag.attributes.begin(); attribute != tag.attributes.end(); ++attribute) {
      const bool has_value = attribute->value.data() != nullptr;
      if (has_value) continue;
      const auto is_same = [&](const Attribute& other) { return same_ignoring_case(other.name, attribute->name); };
      if (std::any_of(tag.attributes.begin(), attribute, is_same)) blank(attribute->name);
    }
  }

  void blank(std::string_view piece) {
    std::fill_n(source_.begin() + (piece.data() - source_.data()), piece.size(), ' ');
  }

  void blank(std::string_view piece, std::string reason) {
    blank(piece);
    if (over_.empty()) over_ = std::move(reason);
  }

  std::string& source_;
  Tokenizer tokens_;
  OpenElements open_{{.open = kGuardLimits.open, .formatting = kGuardLimits.formatting}};
  std::size_t root_attributes_ = 0;
  std::size_t strays_ = 0;
  bool in_raw_text_ = false;
  std::string over_;
};

}  // namespace

std::string guard(std::string& source) {
  return Guard(source).run();
}

}  // namespace html
