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

Links find_links(const html::ReadPage& read, const Url& base) {
  Links found;
  if (read.anchors.empty()) return found;
  std::pmr::monotonic_buffer_resource memory(kMemoryPerAnchor * read.anchors.size());
  std::vector<Link>& links = found.links;
  links.reserve(read.anchors.size());  // what follows refers to them
  // Three in four are repeated as they are written, which is cheaper to see than what they resolve to.
  std::pmr::unordered_map<std::string_view, Link*> written(read.anchors.size(), &memory);
  std::pmr::unordered_map<std::string_view, Link*> resolved(read.anchors.size(), &memory);
  for (const html::Anchor& anchor : read.anchors) {
    const std::string_view target = anchor.href.substr(0, anchor.href.find('#'));
    const auto [known, is_new] = written.try_emplace(target, nullptr);
    if (is_new) {
      auto url = Url::parse(target, base);
      if (!url || !url->is_http()) continue;
      Link& link = links.emplace_back(Link{.url = *std::move(url), .nofollow = true});
      const auto [place, is_first] = resolved.try_emplace(link.url.href(), &link);
      if (!is_first) links.pop_back();
      known->second = place->second;
    }
    Link* const link = known->second;
    if (link == nullptr) continue;
    link->nofollow = link->nofollow && html::has_html_word(anchor.rel, "nofollow");
    if (anchor.text_end == anchor.text_begin) continue;
    found.texts.push_back(
        {.link = static_cast<std::uint32_t>(link - links.data()), .begin = anchor.text_begin, .end = anchor.text_end});
  }
  links.shrink_to_fit();
  return found;
}

}  // namespace crawler
