#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "crawler/plain_link.hpp"
#include "crawler/url.hpp"
#include "crawler/url_parser.hpp"

namespace support {

/// Whether both have the same text in the same parts.
inline bool same_parts(const crawler::Url& a, const crawler::Url& b) {
  return a == b && a.scheme() == b.scheme() && a.site() == b.site() && a.host() == b.host() && a.port() == b.port() &&
         a.path() == b.path() && a.query() == b.query() && a.fragment() == b.fragment();
}

/// The law that `url` breaks, whatever it was parsed from; empty if it breaks none.
inline std::string broken_law(const crawler::Url& url, const crawler::Url& base) {
  const std::string& href = url.href();
  for (const char c : href) {
    if (c < 0x20 || c > 0x7E) return "it is printable ASCII";
  }
  if (!href.starts_with(fmt::format("{}:", url.scheme()))) return "it begins with its scheme";
  if (!href.ends_with(fmt::format("{}{}{}", url.path(), url.query(), url.fragment()))) return "it ends with its path";
  if (url.site() != fmt::format("{}{}{}", url.host(), url.port().empty() ? "" : ":", url.port())) {
    return "its site is host and port";
  }
  if (url.is_http() && (url.host().empty() || !url.path().starts_with('/'))) return "http has a host and a path";
  const auto again = crawler::Url::parse(href);
  if (!again || !same_parts(*again, url)) return "what was printed parses to itself";
  const auto resolved = crawler::Url::parse(href, base);
  if (!resolved || !same_parts(*resolved, url)) return "an absolute URL is the same against any base";
  const crawler::Url page = url.without_fragment();
  const auto page_again = crawler::Url::parse(page.href());
  if (!page_again || !same_parts(*page_again, page) || !page.fragment().empty())
    return "it stands without its fragment";
  return "";
}

/// The law of parsing that `input` breaks against `base`; empty if none. `parse` is total: whatever the bytes, it
/// returns.
inline std::string broken_law(std::string_view input, const crawler::Url& base) {
  if (const auto alone = crawler::Url::parse(input)) {
    if (std::string law = broken_law(*alone, base); !law.empty()) return law;
  }
  const auto url = crawler::Url::parse(input, base);
  if (const auto plain = crawler::PlainLink::resolve(input, base)) {
    const auto parsed = crawler::UrlParser(input, &base).parse();
    if (!parsed || !same_parts(*plain, *parsed)) return "a plain link is what the parser says";
  }
  return url ? broken_law(*url, base) : "";
}

}  // namespace support
