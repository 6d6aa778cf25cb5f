#include "crawler/fetcher.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace crawler {

std::string_view Response::header(std::string_view name) const {
  const auto found = std::ranges::find(headers, name, &std::pair<std::string, std::string>::first);
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

std::optional<std::string_view> redirect_location(const Response& response) {
  const int status = response.status;
  const bool is_redirect = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  const std::string_view location = response.header("location");
  return is_redirect && !location.empty() ? std::optional(location) : std::nullopt;
}

bool may_pass(int status) {
  return status == 408 || status == 429 || status >= 500;
}

bool may_be_html(std::string_view content_type) {
  std::string_view type = content_type.substr(0, content_type.find(';'));
  while (type.ends_with(' ') || type.ends_with('\t')) type.remove_suffix(1);
  const std::string name = base::ascii_lower(type);
  const bool says_html = name == "text/html" || name == "application/xhtml+xml";
  // MIME Sniffing Standard, 7: types that say nothing
  const bool says_nothing = name.empty() || name == "*/*" || name == "unknown/unknown" || name == "application/unknown";
  return says_html || says_nothing;
}

}  // namespace crawler
