#pragma once

#include <vector>

#include "html/outline.hpp"

namespace indexer {

/// For each container of the outline, whether it is a list of teasers: some elements, most of all that are in it, each
/// of which opens with a link and goes on with text, as a page of results or "related stories" do. Linear.
std::vector<bool> find_teaser_lists(const html::Outline& outline);

}  // namespace indexer
