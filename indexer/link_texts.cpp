#include "indexer/link_texts.hpp"

#include <algorithm>
#include <iterator>

namespace indexer {

std::vector<LinkText> link_texts_in(const std::vector<Moved>& body, std::string_view outline,
                                    const std::vector<crawler::LinkText>& texts) {
  std::vector<LinkText> found;
  auto place = body.begin();
  for (const auto& [link, start, end] : texts) {
    const auto begin = static_cast<std::uint32_t>(
        std::min(outline.find_first_not_of(" \t\n\f\r", start), static_cast<std::size_t>(end)));
    const bool is_behind = place != body.begin() && std::prev(place)->end > begin;  // of a link within another one
    place = std::ranges::upper_bound(is_behind ? body.begin() : place, body.end(), begin, {}, &Moved::end);
    if (place == body.end() || begin < place->begin || begin >= end) continue;
    const std::uint32_t length = std::min(end, place->end) - begin;
    if (length > kLongestLinkText) continue;
    const std::uint32_t at = place->to + (begin - place->begin);
    found.push_back({.link = link, .begin = at, .end = at + length});
  }
  std::ranges::stable_sort(found, {}, &LinkText::link);
  const auto rest = std::ranges::unique(found, {}, &LinkText::link);
  found.erase(rest.begin(), rest.end());
  return found;
}

}  // namespace indexer
