#include "crawler/links.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "html/ascii.hpp"
#include "html/nodes.hpp"

namespace crawler {
namespace {

constexpr std::size_t kNoLink = SIZE_MAX;

bool is_nofollow(const GumboElement& element) {
  return html::has_html_word(html::attribute(element, "rel").value_or(""), "nofollow");
}

}  // namespace

Url base_url(const html::Tree& tree, const Url& page) {
  for (const GumboElement* element : tree.landmarks()) {
    if (element->tag != GUMBO_TAG_BASE) continue;
    const auto href = html::attribute(*element, "href");
    if (!href) continue;
    const auto base = Url::parse(*href, page);
    return base && base->is_http() ? *base : page;
  }
  return page;
}

lazy::generator<Link> links(const html::Tree& tree, Url base) {
  std::vector<Link> found;
  std::unordered_map<std::string_view, std::size_t> written;  // three in four are repeated as they are: cheaper than to
  std::unordered_map<std::string, std::size_t> resolved;      // resolve them
  for (const GumboElement* element : tree.landmarks()) {
    if (element->tag != GUMBO_TAG_A && element->tag != GUMBO_TAG_AREA) continue;
    const auto href = html::attribute(*element, "href");
    if (!href) continue;
    const std::string_view target = href->substr(0, href->find('#'));
    const auto [known, is_new] = written.try_emplace(target, kNoLink);
    if (is_new) {
      auto url = Url::parse(target, base);
      if (!url || !url->is_http()) continue;
      const auto [place, is_first] = resolved.try_emplace(url->href(), found.size());
      known->second = place->second;
      if (is_first) found.push_back({.url = *std::move(url), .nofollow = true});
    }
    if (known->second == kNoLink) continue;
    bool& nofollow = found[known->second].nofollow;
    nofollow = nofollow && is_nofollow(*element);
  }
  for (Link& link : found) co_yield std::move(link);
}

}  // namespace crawler
