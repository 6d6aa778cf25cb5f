#include "crawler/robots_directives.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "html/ascii.hpp"

namespace crawler {
namespace {

constexpr base::ByteSet kSeparators(" \t\n\f\r,;");

// Words that take a value behind a colon, and so are no agent's name.
constexpr auto kValued =
    std::to_array<std::string_view>({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"});

/// Whether it can name an agent; the time of a date ends at its first colon like a name.
bool is_agent(std::string_view name) {
  if (name == "*") return true;
  if (kSeparators.find_in(name) != name.size() || base::kLetters.find_in(name) == name.size()) return false;
  return std::ranges::none_of(kValued,
                              [name](std::string_view word) { return html::equals_ignoring_case(name, word); });
}

Directives parse_word(std::string_view word) {
  const bool none = html::equals_ignoring_case(word, "none");
  return {.noindex = none || html::equals_ignoring_case(word, "noindex"),
          .nofollow = none || html::equals_ignoring_case(word, "nofollow"),
          .noarchive = html::equals_ignoring_case(word, "noarchive")};
}

}  // namespace

Directives parse_directives(std::string_view content) {
  Directives asked;
  while (!content.empty()) {
    const std::size_t end = kSeparators.find_in(content);
    asked = asked | parse_word(content.substr(0, end));
    content.remove_prefix(std::min(end + 1, content.size()));
  }
  return asked;
}

Directives parse_robots_tag(std::string_view value, std::string_view agent) {
  const std::string own = base::ascii_lower(agent);
  Directives asked;
  bool is_for_us = true;
  while (!value.empty()) {
    const std::size_t end = std::min(value.find(','), value.size());
    std::string_view part = value.substr(0, end);
    value.remove_prefix(std::min(end + 1, value.size()));
    const std::size_t colon = part.find(':');
    const std::string_view name = html::trim_html_space(part.substr(0, colon));
    if (colon != std::string_view::npos && is_agent(name)) {
      is_for_us = name == "*" || html::equals_ignoring_case(name, own);
      part.remove_prefix(colon + 1);
    }
    if (is_for_us) asked = asked | parse_directives(part);
  }
  return asked;
}

Directives operator|(const Directives& a, const Directives& b) {
  return {
      .noindex = a.noindex || b.noindex, .nofollow = a.nofollow || b.nofollow, .noarchive = a.noarchive || b.noarchive};
}

}  // namespace crawler
