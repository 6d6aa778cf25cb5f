#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "indexer/selector.hpp"

namespace support {

/// What is promised of any selector and page; names the promise that is not kept, or nothing.
inline std::string broken_selector_law(std::string_view typed, const html::Outline& outline) {
  const auto selector = indexer::Selector::parse(typed);
  if (!selector) {
    const base::Error& error = selector.error();
    return error.kind == base::ErrorKind::kTellUser && !error.what.empty() ? "" : "an error is for the user";
  }
  if (selector->text() != typed) return "its text is as it was given";
  const std::vector<bool> found = selector->find_in(outline);
  if (found.size() != outline.containers.size()) return "each container is found or not";
  for (std::size_t i = 0; i < found.size(); ++i) {
    const std::uint32_t parent = outline.containers[i].parent;
    if (parent != html::kNoContainer && found[parent] && !found[i]) return "what stands in what is found is found";
  }
  const auto all = indexer::Selector::parse(std::string(typed) + ",*");
  if (!all) return all.error().what.ends_with("has over 64 parts") ? "" : "selectors can be listed";
  if (all->find_in(outline) != std::vector<bool>(found.size(), true)) return "a star finds all";
  const auto twice = indexer::Selector::parse(std::string(typed) + " , " + std::string(typed));
  if (twice && twice->find_in(outline) != found) return "said twice it finds the same";
  return {};
}

}  // namespace support
