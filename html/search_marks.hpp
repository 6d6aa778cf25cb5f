#pragma once

#include <string_view>

#include "html/ascii.hpp"

namespace html {

/// Attributes by which pages tell search engines what to do with parts of them; names in whatever case.

/// Whether the part is not to be searched, by one engine's attribute or another's: `data-sitedex-ignore`,
/// `data-pagefind-ignore`, `data-search-ignore` ... The value does not matter.
constexpr bool is_ignore_mark(std::string_view name) {
  constexpr std::string_view kBegin = "data-", kEnd = "-ignore";
  return name.size() > kBegin.size() + kEnd.size() && starts_with_ignoring_case(name, kBegin) &&
         equals_ignoring_case(name.substr(name.size() - kEnd.size()), kEnd);
}

/// Whether the part is not to be shown in results: `data-nosnippet`, for what search engines agree on.
constexpr bool is_no_snippet_mark(std::string_view name) {
  return equals_ignoring_case(name, "data-nosnippet");
}

}  // namespace html
