#include "html/guard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "html/ascii.hpp"
#include "html/open_elements.hpp"
#include "html/tag_scanner.hpp"

namespace html {
namespace {

constexpr OpenElements::Limits kLimits{.open = 512, .formatting = 64};
constexpr std::size_t kMostAttributes = 256;
constexpr std::size_t kMostStrays = 10'000;  // each is looked for among all that is open

/// Goes through the source once and blanks what is over a limit.
class Guard {
 public:
  explicit Guard(std::string& source) : source_(source), tags_(source, kMostAttributes) {}

  std::string run() {
    while (std::optional<Tag> tag = tags_.next(open_.in_foreign_content())) {
      limit_attributes(*tag);
      if (!tag->is_closed) break;
      follow(*tag);
    }
    return over_;
  }

 private:
  void follow(const Tag& tag) {
    if (tag.is_end) return follow_end(tag);
    switch (open_.start(tag, std::string_view(source_).substr(tag.begin, tag.end - tag.begin))) {
      case OpenElements::Verdict::kFits:
        break;
      case OpenElements::Verdict::kTooDeep:
        return blank(tag.begin, tag.end, fmt::format("nested over {} elements", kLimits.open));
      case OpenElements::Verdict::kTooMuchFormatting:
        return blank(tag.begin, tag.end, fmt::format("over {} formatting elements open", kLimits.formatting));
    }
    in_raw_text_ = open_.text_after() != TextAfter::kMarkup;
    switch (open_.text_after()) {
      case TextAfter::kMarkup:
        break;
      case TextAfter::kRaw:
        tags_.skip_raw_text(tag.name);
        break;
      case TextAfter::kScript:
        tags_.skip_script();
        break;
      case TextAfter::kPlain:
        return tags_.skip_rest();
    }
  }

  void follow_end(const Tag& tag) {
    if (std::exchange(in_raw_text_, false)) return;
    const std::size_t before = open_.size();
    open_.end(tag);
    if (open_.size() != before || ++strays_ <= kMostStrays) return;
    blank(tag.begin, tag.end, fmt::format("over {} end tags of nothing", kMostStrays));
  }

  void limit_attributes(const Tag& tag) {
    const std::size_t last = tag.end - (tag.is_closed ? 1 : 0);
    if (tag.excess_begin != 0) {
      blank(tag.excess_begin, last, fmt::format("over {} attributes in a tag", kMostAttributes));
    }
    if (tag.attributes == 0 || !(equals_ignoring_case(tag.name, "html") || equals_ignoring_case(tag.name, "body")))
      return;
    // Those of all such tags end up on two elements.
    root_attributes_ += std::min(tag.attributes, kMostAttributes);
    if (root_attributes_ <= kMostAttributes) return;
    blank(tag.attributes_begin, last, fmt::format("over {} attributes in html and body", kMostAttributes));
  }

  void blank(std::size_t begin, std::size_t end, std::string reason) {
    std::fill(source_.begin() + static_cast<std::ptrdiff_t>(begin), source_.begin() + static_cast<std::ptrdiff_t>(end),
              ' ');
    if (over_.empty()) over_ = std::move(reason);
  }

  std::string& source_;
  TagScanner tags_;
  OpenElements open_{kLimits};
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
