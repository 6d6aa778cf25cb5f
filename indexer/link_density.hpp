#pragma once

#include <cstddef>

namespace indexer {

/// What share of some text stands in links, 0 to about 1 (Kohlschütter et al. 2010, "Boilerplate Detection using
/// Shallow Text Features"). White space, which is not counted among the bytes of links, is taken to be as much of the
/// text as is usual.
constexpr double link_density(std::size_t link_bytes, std::size_t text_bytes) {
  constexpr double kWithoutSpaces = 0.87;
  return text_bytes == 0 ? 0 : static_cast<double>(link_bytes) / (kWithoutSpaces * static_cast<double>(text_bytes));
}

/// A block with a higher density is there for its links; about half, by all who measured it.
inline constexpr double kMostLinksInText = 0.5;

}  // namespace indexer
