#include "views/html.hpp"

#include <fmt/format.h>

#include "base/cut_short.hpp"
#include "crawler/url.hpp"
#include "views/printable.hpp"

namespace views {
namespace {

constexpr std::size_t kMostShownBytes = 160;

}  // namespace

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : printable(text)) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string anchor(std::string_view url) {
  const auto parsed = crawler::Url::parse(url);
  if (!parsed || !parsed->is_http()) return escaped(base::cut_short(url, kMostShownBytes));
  const std::string_view rest = url.substr(url.find("//") + 2);
  const std::size_t path = rest.find('/');
  return fmt::format(R"(<a href="{}" rel="noreferrer"><span class="host">{}</span>{}</a>)", escaped(url),
                     escaped(rest.substr(0, path)),
                     path == rest.npos ? "" : escaped(base::cut_short(rest.substr(path), kMostShownBytes)));
}

std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

}  // namespace views
