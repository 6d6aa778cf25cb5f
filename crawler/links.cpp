#include "crawler/links.hpp"

#include <string>
#include <string_view>
#include <unordered_set>

#include "crawler/html_nodes.hpp"

namespace crawler {

Url base_url(const HtmlTree& tree, const Url& page) {
  for (const GumboElement* element : tree.landmarks()) {
    if (element->tag != GUMBO_TAG_BASE) continue;
    const auto href = attribute(*element, "href");
    if (!href) continue;
    const auto base = Url::parse(*href, page);
    return base && base->is_http() ? *base : page;
  }
  return page;
}

lazy::generator<Link> links(const HtmlTree& tree, Url base) {
  std::unordered_set<std::string_view> written;  // three in four are repeated as they are: cheaper than to resolve them
  std::unordered_set<std::string> resolved;
  for (const GumboElement* element : tree.landmarks()) {
    if (element->tag != GUMBO_TAG_A && element->tag != GUMBO_TAG_AREA) continue;
    const auto href = attribute(*element, "href");
    if (!href || !written.insert(href->substr(0, href->find('#'))).second) continue;
    auto url = Url::parse(href->substr(0, href->find('#')), base);
    if (!url || !url->is_http() || !resolved.insert(url->href()).second) continue;
    Link link{.url = std::move(*url)};
    co_yield std::move(link);
  }
}

}  // namespace crawler
