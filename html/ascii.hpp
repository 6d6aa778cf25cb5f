#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "base/ascii.hpp"

namespace html {

/// ASCII as HTML reads it: its white space, and names compared without regard to case.

/// Infra Standard, "ASCII whitespace": tab, line feed, form feed, carriage return, space.
constexpr bool is_html_space(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

/// How much of it `text` begins with.
constexpr std::size_t leading_html_space(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && is_html_space(text[length])) ++length;
  return length;
}

constexpr bool is_html_blank(std::string_view text) {
  return leading_html_space(text) == text.size();
}

constexpr bool is_ascii_letter(char c) {
  return base::kLetters.contains(c);
}

constexpr std::string_view trim_html_space(std::string_view text) {
  while (!text.empty() && is_html_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_html_space(text.back())) text.remove_suffix(1);
  return text;
}

/// Whether `text` begins with `lower`, which is in lower case, in whatever case.
constexpr bool starts_with_ignoring_case(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() &&
         std::equal(lower.begin(), lower.end(), text.begin(), [](char a, char b) { return a == base::ascii_lower(b); });
}

/// Whether `text` is `lower`, which is in lower case, in whatever case.
constexpr bool equals_ignoring_case(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() && starts_with_ignoring_case(text, lower);
}

/// The same for two texts in whatever case.
constexpr bool same_ignoring_case(std::string_view text, std::string_view other) {
  return std::ranges::equal(text, other, [](char a, char b) { return base::ascii_lower(a) == base::ascii_lower(b); });
}

/// Whether one of the words of `list`, separated by white space, is `lower`, which is in lower case, in whatever case.
constexpr bool has_html_word(std::string_view list, std::string_view lower) {
  for (list = trim_html_space(list); !list.empty(); list = trim_html_space(list)) {
    const auto end = static_cast<std::size_t>(std::ranges::find_if(list, is_html_space) - list.begin());
    if (equals_ignoring_case(list.substr(0, end), lower)) return true;
    list.remove_prefix(end);
  }
  return false;
}

/// Position of `lower`, which is in lower case, in `text` in whatever case, at `from` or later; `npos` if it is not
/// there.
constexpr std::size_t find_ignoring_case(std::string_view text, std::string_view lower, std::size_t from = 0) {
  for (std::size_t i = from; i + lower.size() <= text.size(); ++i) {
    if (starts_with_ignoring_case(text.substr(i), lower)) return i;
  }
  return std::string_view::npos;
}

}  // namespace html
