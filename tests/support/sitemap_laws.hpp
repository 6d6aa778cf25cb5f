#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "crawler/date.hpp"
#include "crawler/sitemap.hpp"
#include "tests/support/deflate.hpp"

namespace support {

/// Each entry as "[sitemap ]URL[ lastmod]", and an error as "! and its words".
inline std::vector<std::string> sitemap_lines(std::string_view body, const crawler::SitemapLimits& limits = {}) {
  static const crawler::Url base = crawler::Url::parse("https://example.com/maps/sitemap.xml").value();
  std::vector<std::string> lines;
  for (auto&& entry : crawler::sitemap_entries(std::string(body), base, limits)) {
    lines.push_back(entry ? fmt::format("{}{}{}", entry->is_sitemap ? "sitemap " : "", entry->url.href(),
                                        entry->lastmod ? " " + crawler::http_date(*entry->lastmod) : "")
                          : "! " + entry.error().what);
  }
  return lines;
}

/// The law of reading a sitemap that `body` breaks; empty if none. Reading is total: whatever the bytes, it ends.
inline std::string broken_sitemap_law(std::string_view body) {
  const auto lines = sitemap_lines(body);
  for (const std::string& line : lines) {
    if (line.starts_with('!') && &line != &lines.back()) return "an error comes last";
  }
  if (sitemap_lines(body, {.piece_bytes = 1}) != lines) return "the entries do not depend on the size of the pieces";
  const bool is_zipped = body.starts_with("\x1f\x8b");
  if (!is_zipped && sitemap_lines(deflated(body)) != lines) return "a zipped file has the same entries";
  return "";
}

}  // namespace support
