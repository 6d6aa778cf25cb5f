#include "indexer/teasers.hpp"

#include <cstdint>

#include "indexer/link_density.hpp"

namespace indexer {
namespace {

using html::ContainerKind;

constexpr std::uint32_t kFewestTeasers = 3;
constexpr double kLeastShareOfTeasers = 0.7;  // a list has a heading, or a link to more of them
constexpr double kLinksAlone = 0.9;           // give or take spaces

struct Tally {
  bool has_block = false;
  bool opens_with_link = false;
  std::uint32_t text = 0;      ///< bytes in it, and in what is in it
  std::uint32_t links = 0;     ///< how many of these stand in links
  std::uint32_t children = 0;  ///< containers right in it
  std::uint32_t teasers = 0;   ///< of these
};

bool may_be_teaser(ContainerKind kind) {
  using enum ContainerKind;
  return kind == kItem || kind == kArticle || kind == kDivision || kind == kSection || kind == kCell || kind == kRow;
}

/// Lists of links alone are no teasers, but may be a table of contents.
bool is_teaser(const Tally& tally) {
  return tally.opens_with_link && link_density(tally.links, tally.text) < kLinksAlone;
}

std::vector<Tally> tally_blocks(const html::Outline& outline) {
  std::vector<Tally> tallies(outline.containers.size());
  for (const html::Block& block : outline.blocks) {
    if (block.container == html::kNoContainer) continue;
    tallies[block.container].text += block.end - block.begin;
    tallies[block.container].links += block.link_bytes;
    const bool is_link = link_density(block.link_bytes, block.end - block.begin) >= kLinksAlone;
    for (std::uint32_t i = block.container; i != html::kNoContainer && !tallies[i].has_block;
         i = outline.containers[i].parent) {
      tallies[i].has_block = true;
      tallies[i].opens_with_link = is_link;
    }
  }
  return tallies;
}

}  // namespace

std::vector<bool> find_teaser_lists(const html::Outline& outline) {
  std::vector<Tally> tallies = tally_blocks(outline);
  for (std::size_t i = tallies.size(); i-- > 0;) {
    const html::Container& container = outline.containers[i];
    if (container.parent == html::kNoContainer) continue;
    Tally& parent = tallies[container.parent];
    parent.text += tallies[i].text;
    parent.links += tallies[i].links;
    ++parent.children;
    if (may_be_teaser(html::kind_of(container)) && is_teaser(tallies[i])) ++parent.teasers;
  }
  std::vector<bool> are_lists;
  are_lists.reserve(tallies.size());
  for (const Tally& tally : tallies) {
    are_lists.push_back(tally.teasers >= kFewestTeasers &&
                        tally.teasers >= kLeastShareOfTeasers * static_cast<double>(tally.children));
  }
  return are_lists;
}

}  // namespace indexer
