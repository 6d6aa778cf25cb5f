#include "crawler/refresh.hpp"

#include "html/ascii.hpp"

namespace crawler {
namespace {

constexpr base::ByteSet kFraction = base::kDigits | base::ByteSet(".");

std::string_view skip_space(std::string_view text) {
  while (!text.empty() && html::is_html_space(text.front())) text.remove_prefix(1);
  return text;
}

/// What stands behind `url=`; all of `text` where that is not how it begins.
std::string_view skip_name(std::string_view text) {
  if (!html::starts_with_ignoring_case(text, "url")) return text;
  const std::string_view rest = skip_space(text.substr(3));
  return rest.starts_with('=') ? skip_space(rest.substr(1)) : text;
}

std::string_view unquote(std::string_view text) {
  if (!text.starts_with('"') && !text.starts_with('\'')) return text;
  return text.substr(1, text.find(text.front(), 1) - 1);
}

std::string_view written_target(std::string_view value) {
  value = skip_space(value);
  const std::size_t whole = (~base::kDigits).find_in(value);
  if (whole == 0 && !value.starts_with('.')) return {};
  if (value.substr(0, whole).find_first_not_of('0') != std::string_view::npos) return {};
  value.remove_prefix((~kFraction).find_in(value));
  if (value.empty() || !(value.front() == ';' || value.front() == ',' || html::is_html_space(value.front()))) return {};
  value = skip_space(value);
  if (value.starts_with(';') || value.starts_with(',')) value = skip_space(value.substr(1));
  return html::trim_html_space(unquote(skip_name(value)));
}

}  // namespace

std::optional<Url> refresh_target(std::string_view value, const Url& base) {
  const std::string_view target = written_target(value);
  if (target.empty()) return std::nullopt;
  const auto url = Url::parse(target, base);
  return url && url->is_http() ? std::optional(url->without_fragment()) : std::nullopt;
}

}  // namespace crawler
