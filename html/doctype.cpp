#include "html/doctype.hpp"

#include <algorithm>
#include <array>

#include "html/ascii.hpp"

namespace html {
namespace {

/// Takes a word from the front of `rest`, or what stands in quotes.
std::string_view take(std::string_view& rest) {
  rest = trim_html_space(rest);
  if (rest.empty()) return {};
  const char quote = rest.front();
  const bool is_quoted = quote == '"' || quote == '\'';
  if (is_quoted) rest.remove_prefix(1);
  const std::size_t end = is_quoted ? rest.find(quote) : rest.find_first_of(" \t\n\f\r\"'");
  const std::string_view taken = rest.substr(0, end);
  rest.remove_prefix(std::min(taken.size() + (is_quoted ? 1 : 0), rest.size()));
  return taken;
}

// Public identifiers of pages that are not read with quirks, if a system identifier comes after them.
constexpr auto kModern = std::to_array<std::string_view>({
    "-//W3C//DTD HTML 4.01//EN",
    "-//W3C//DTD HTML 4.01 Transitional//EN",
    "-//W3C//DTD XHTML 1.0 Strict//EN",
    "-//W3C//DTD XHTML 1.0 Transitional//EN",
    "-//W3C//DTD XHTML 1.1//EN",
    "-//W3C//DTD XHTML+RDFa 1.0//EN",
});

}  // namespace

Quirks quirks_of_doctype(std::string_view source) {
  constexpr std::string_view kKeyword = "<!doctype";
  if (!source.ends_with('>')) return Quirks::kUnknown;
  std::string_view rest = source.substr(kKeyword.size(), source.size() - kKeyword.size() - 1);
  if (!equals_ignoring_case(take(rest), "html")) return Quirks::kUnknown;
  if (trim_html_space(rest).empty()) return Quirks::kNo;
  const std::string_view keyword = take(rest);
  const std::string_view first = take(rest);
  const std::string_view second = take(rest);
  if (!trim_html_space(rest).empty()) return Quirks::kUnknown;
  if (equals_ignoring_case(keyword, "system")) {
    return first == "about:legacy-compat" && second.empty() ? Quirks::kNo : Quirks::kUnknown;
  }
  const bool is_modern = equals_ignoring_case(keyword, "public") && std::ranges::find(kModern, first) != kModern.end();
  return is_modern && second.starts_with("http://www.w3.org/") ? Quirks::kNo : Quirks::kUnknown;
}

}  // namespace html
