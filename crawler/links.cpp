#include "crawler/links.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "html/ascii.hpp"

namespace crawler {
namespace {

constexpr std::size_t kNoLink = SIZE_MAX;

}  // namespace

Url base_url(const html::ReadPage& read, const Url& page) {
  if (!read.base_href) return page;
  const auto base = Url::parse(*read.base_href, page);
  return base && base->is_http() ? *base : page;
}

lazy::generator<Link> links(const html::ReadPage& read, Url base) {
  std::vector<Link> found;
  std::unordered_map<std::string_view, std::size_t> written;  // three in four are repeated as they are: cheaper than to
  std::unordered_map<std::string, std::size_t> resolved;      // resolve them
  for (const html::Anchor& anchor : read.anchors) {
    const std::string_view target = anchor.href.substr(0, anchor.href.find('#'));
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
    nofollow = nofollow && html::has_html_word(anchor.rel, "nofollow");
  }
  for (Link& link : found) co_yield std::move(link);
}

}  // namespace crawler
