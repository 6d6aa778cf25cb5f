#pragma once

#include <vector>

#include "html/outline.hpp"
#include "indexer/main_content.hpp"
#include "indexer/selector.hpp"

namespace indexer {

/// What the owner of a site says outright of its pages. A value; by default nothing.
struct Selection {
  std::vector<Selector> main{};     ///< only what stands in these is main content, on pages that have any of them
  std::vector<Selector> ignored{};  ///< what stands in these is not to be searched
};

/// The role of each block of `outline`: as `find_main_content` has it, but for what `selection` says. What is ignored
/// is marked in `outline` as if the page itself asked for it. Linear in blocks and containers.
std::vector<Role> choose_roles(html::Outline& outline, const Selection& selection);

}  // namespace indexer
