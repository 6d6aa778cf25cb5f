#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "crawler/page.hpp"
#include "indexer/document.hpp"

namespace indexer {

/// Where a block of an outline's text went.
struct Moved {
  std::uint32_t begin = 0;  ///< byte offset in the outline's text
  std::uint32_t end = 0;    ///< one past it
  std::uint32_t to = 0;     ///< byte offset in the body
};

/// The texts of links that went into a body: of each link the first one, in the order of the links. `body` are the
/// blocks that it is made of, in order. Of a link around several blocks it is the first of them; what is longer than
/// `kLongestLinkText` is no name of what it leads to, and left out. A binary search for each text, and a sort of those
/// that are left.
std::vector<LinkText> link_texts_in(const std::vector<Moved>& body, std::string_view outline,
                                    const std::vector<crawler::LinkText>& texts);

inline constexpr std::uint32_t kLongestLinkText = 120;  ///< bytes

}  // namespace indexer
