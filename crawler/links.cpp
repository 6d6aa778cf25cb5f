#include "crawler/links.hpp"

#include <cstddef>
#include <memory_resource>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "html/ascii.hpp"

namespace crawler {
namespace {

constexpr std::size_t kMemoryPerAnchor = 64;  // of the maps: a node, and its place in a table that grew

}  // namespace

Url base_url(const html::ReadPage& read, const Url& page) {
  if (!read.base_href) return page;
  const auto base = Url::parse(*read.base_href, page);
  return base && base->is_http() ? *base : page;
}

lazy::generator<Link> links(const html::ReadPage& read, Url base) {
  if (read.anchors.empty()) co_return;
  std::pmr::monotonic_buffer_resource memory(kMemoryPerAnchor * read.anchors.size());
  std::vector<Link> found;
  found.reserve(read.anchors.size());  // what follows refers to them
  // Three in four are repeated as they are written, which is cheaper to see than what they resolve to.
  std::pmr::unordered_map<std::string_view, Link*> written(read.anchors.size(), &memory);
  std::pmr::unordered_map<std::string_view, Link*> resolved(read.anchors.size(), &memory);
  for (const html::Anchor& anchor : read.anchors) {
    const std::string_view target = anchor.href.substr(0, anchor.href.find('#'));
    const auto [known, is_new] = written.try_emplace(target, nullptr);
    if (is_new) {
      auto url = Url::parse(target, base);
      if (!url || !url->is_http()) continue;
      Link& link = found.emplace_back(Link{.url = *std::move(url), .nofollow = true});
      const auto [place, is_first] = resolved.try_emplace(link.url.href(), &link);
      if (!is_first) found.pop_back();
      known->second = place->second;
    }
    Link* const link = known->second;
    if (link != nullptr) link->nofollow = link->nofollow && html::has_html_word(anchor.rel, "nofollow");
  }
  for (Link& link : found) co_yield std::move(link);
}

}  // namespace crawler
