#pragma once

#include <vector>

#include "crawler/page.hpp"
#include "crawler/url.hpp"
#include "html/read_page.hpp"

namespace crawler {

/// What the page's relative URLs are resolved against: its first `<base href>`, itself resolved against `page`, or
/// `page` (HTML Standard, 2.4.3, "document base URL").
Url base_url(const html::ReadPage& read, const Url& page);

struct Links {
  std::vector<Link> links;
  std::vector<LinkText> texts;
};

/// Where the page's `a` and `area` elements lead to, http and https only, without fragments, in document order, each
/// URL once. Hidden parts and `noscript` count, for their links are meant to be followed by someone; what stands in a
/// `template` is no part of the page. A link is `nofollow` if the `rel` of each element that leads there says so (HTML
/// Standard, 4.6.7, "nofollow"). And what each of these elements shows.
Links find_links(const html::ReadPage& read, const Url& base);

}  // namespace crawler
