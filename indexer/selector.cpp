#include "indexer/selector.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "base/ascii.hpp"
#include "html/ascii.hpp"
#include "html/tags.hpp"

namespace indexer {
namespace {

constexpr std::size_t kMostCompounds = 64;  // a bit each

constexpr base::ByteSet kName = base::kLetters | base::kDigits | base::kNonAscii | base::ByteSet("_-");

bool has_word(std::string_view list, std::string_view word) {
  for (list = html::trim_html_space(list); !list.empty(); list = html::trim_html_space(list)) {
    const auto end = static_cast<std::size_t>(std::ranges::find_if(list, html::is_html_space) - list.begin());
    if (list.substr(0, end) == word) return true;
    list.remove_prefix(end);
  }
  return false;
}

}  // namespace

/// Reads a selector from its beginning to its end.
class Selector::Parser {
 public:
  explicit Parser(std::string_view text) : text_(text), rest_(text) {}

  base::Result<std::vector<Compound>> parse() {
    do {
      skip_space();
      if (const auto problem = parse_one(); !problem.empty()) {
        return base::fail(base::ErrorKind::kTellUser, fmt::format("'{}' {}", text_, problem));
      }
    } while (take(','));
    if (!rest_.empty()) {
      return base::fail(base::ErrorKind::kTellUser, fmt::format("'{}' has '{}', which is not supported", text_, rest_));
    }
    if (compounds_.size() > kMostCompounds) {
      return base::fail(base::ErrorKind::kTellUser, fmt::format("'{}' has over {} parts", text_, kMostCompounds));
    }
    return std::move(compounds_);
  }

 private:
  /// One of the list, up to a comma or what is not understood. What is wrong with it; empty if nothing is.
  std::string parse_one() {
    Compound compound;
    while (true) {
      const std::string_view before = rest_;
      if (auto problem = parse_compound(compound); !problem.empty()) return problem;
      if (before == rest_) return rest_.empty() ? "ends where an element is to be named" : unsupported();
      compounds_.push_back(std::exchange(compound, {.is_first = false}));
      const bool has_space = skip_space();
      compound.is_child = take('>');
      if (compound.is_child) skip_space();
      const bool goes_on = compound.is_child || (has_space && !rest_.empty() && begins_compound(rest_.front()));
      if (goes_on) continue;
      compounds_.back().is_last = true;
      return {};
    }
  }

  std::string parse_compound(Compound& compound) {
    if (!take('*')) {
      if (const std::string_view tag = take_name(); !tag.empty()) {
        const GumboTag found = html::tag_named(tag);
        if (!html::has(found, html::kNewLine)) return fmt::format("names '{}', which is no element of blocks", tag);
        compound.tag = static_cast<std::uint8_t>(found);
        compound.is_any_tag = false;
      }
    }
    while (!rest_.empty()) {
      if (take('.')) {
        compound.names.emplace_back(take_name());
        if (compound.names.back().empty()) return "has a '.' without a class";
      } else if (take('#')) {
        compound.ids.emplace_back(take_name());
        if (compound.ids.back().empty()) return "has a '#' without an id";
      } else if (rest_.front() == '[') {
        if (!parse_attribute(compound)) return unsupported();
      } else {
        break;
      }
    }
    return {};
  }

  /// `[role=x]`, `[role="x"]`, `[class~=x]`, `[id=x]`
  bool parse_attribute(Compound& compound) {
    const std::size_t end = rest_.find(']');
    if (end == std::string_view::npos) return false;
    const std::string_view inside = rest_.substr(1, end - 1);
    const std::size_t equals = inside.find('=');
    if (equals == std::string_view::npos) return false;
    std::string_view name = inside.substr(0, equals);
    const bool is_word = name.ends_with('~');
    if (is_word) name.remove_suffix(1);
    name = html::trim_html_space(name);
    std::string_view value = html::trim_html_space(inside.substr(equals + 1));
    if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front()) {
      value = value.substr(1, value.size() - 2);
    }
    if (value.empty() || value.find_first_of(" \t\n\"'") != std::string_view::npos) return false;
    if (name == "id" && !is_word) {
      compound.ids.emplace_back(value);
    } else if (name == "role" || name == "itemprop" || (name == "class" && is_word)) {
      compound.names.emplace_back(value);
    } else {
      return false;
    }
    rest_.remove_prefix(end + 1);
    return true;
  }

  std::string unsupported() const { return fmt::format("has '{}', which is not supported", rest_); }

  static bool begins_compound(char c) { return kName.contains(c) || c == '*' || c == '.' || c == '#' || c == '['; }

  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view take_name() {
    const std::string_view name = rest_.substr(0, (~kName).find_in(rest_));
    rest_.remove_prefix(name.size());
    return name;
  }

  bool skip_space() {
    const std::size_t length = html::leading_html_space(rest_);
    rest_.remove_prefix(length);
    return length > 0;
  }

  const std::string_view text_;
  std::string_view rest_;
  std::vector<Compound> compounds_;
};

base::Result<Selector> Selector::parse(std::string_view text) {
  auto compounds = Parser(text).parse();
  if (!compounds) return std::unexpected(std::move(compounds.error()));
  Selector selector;
  selector.text_ = text;
  selector.compounds_ = *std::move(compounds);
  return selector;
}

bool Selector::fits(const Compound& compound, const html::Outline& outline, const html::Container& container) {
  if (!compound.is_any_tag && compound.tag != container.tag) return false;
  const std::string_view id = outline.id_of(container);
  const std::string_view names = outline.names_of(container);
  return std::ranges::all_of(compound.ids, [id](const std::string& wanted) { return wanted == id; }) &&
         std::ranges::all_of(compound.names, [names](const std::string& wanted) { return has_word(names, wanted); });
}

std::vector<bool> Selector::find_in(const html::Outline& outline) const {
  // A bit for each compound: the element, or one of those around it, is what the selector has found up to there.
  struct Found {
    std::uint64_t here = 0;
    std::uint64_t around = 0;  ///< the element itself included
  };
  std::vector<Found> found(outline.containers.size());
  std::vector<bool> is_inside(outline.containers.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    const html::Container& container = outline.containers[i];
    const bool is_outermost = container.parent == html::kNoContainer;
    const Found outside = is_outermost ? Found() : found[container.parent];
    is_inside[i] = !is_outermost && is_inside[container.parent];
    for (std::size_t c = 0; c < compounds_.size(); ++c) {
      const Compound& compound = compounds_[c];
      const std::uint64_t reached = compound.is_child ? outside.here : outside.around;
      if (!compound.is_first && (reached >> (c - 1) & 1) == 0) continue;
      if (!fits(compound, outline, container)) continue;
      found[i].here |= std::uint64_t{1} << c;
      if (compound.is_last) is_inside[i] = true;
    }
    found[i].around = found[i].here | outside.around;
  }
  return is_inside;
}

}  // namespace indexer
