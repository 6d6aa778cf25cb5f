#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "crawler/url.hpp"
#include "lazy/generator.hpp"

namespace crawler {

/// A URL that a sitemap names.
struct SitemapEntry {
  Url url;                                          ///< http or https
  std::optional<std::chrono::sys_seconds> lastmod;  ///< when its page changed last, by the latest date that it bears
  bool is_sitemap = false;                          ///< it is itself a sitemap: the entry of an index
};

/// What is read of a sitemap. The bounds are those of https://www.sitemaps.org/protocol.html.
struct SitemapLimits {
  std::size_t max_bytes = std::size_t{50} << 20;   ///< decompressed; what lies beyond ends the reading
  std::size_t max_urls = 50'000;                   ///< one more ends the reading
  std::size_t max_url_bytes = 2'048;               ///< a longer URL is passed over
  std::size_t piece_bytes = std::size_t{4} << 10;  ///< read at a time; the entries do not depend on it
};

/// The entries of the sitemap whose bytes are `body`, in document order, each read when it is asked for:
///
/// - XML, whatever its name space: `urlset`, `sitemapindex` (sitemaps.org), RSS 0.9x, 1.0, 2.0, Atom (RFC 4287). What
///   extensions (images, video, news, alternate languages) name is no entry.
/// - Text: one absolute URL a line, the other lines passed over.
/// - Each of these gzipped, which its first bytes tell.
///
/// Locations are resolved against `base`, which names the sitemap, white space around them left out; what is no URL of
/// http or https is passed over. An item is an entry if its location is whole, though the file breaks off in it.
///
/// Where the reading ends early, the entries before stand and an error of kind kSkip comes last, naming `base`: broken
/// XML or gzip, a limit, neither XML nor URLs; and, in XML, declarations of the document's own in a DOCTYPE (so there
/// are no entities but the five and characters; nothing external is ever read), nesting over 64, a tag or comment over
/// 64 KiB, more than 1,000 different names. What follows the root element is not read.
///
/// Memory: the body, and a few MiB at most, whatever is in it. An entry costs some 4 us.
lazy::generator<base::Result<SitemapEntry>> sitemap_entries(std::string body, Url base, SitemapLimits limits = {});

}  // namespace crawler
