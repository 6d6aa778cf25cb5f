#include "indexer/selection.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace indexer {
namespace {

/// Whether each container is found by any of the selectors, or stands in one that is.
std::vector<bool> find_any(std::span<const Selector> selectors, const html::Outline& outline) {
  std::vector<bool> found(outline.containers.size());
  for (const Selector& selector : selectors) {
    const std::vector<bool> more = selector.find_in(outline);
    for (std::size_t i = 0; i < found.size(); ++i) found[i] = found[i] || more[i];
  }
  return found;
}

}  // namespace

std::vector<Role> choose_roles(html::Outline& outline, const Selection& selection) {
  if (!selection.ignored.empty()) {
    const std::vector<bool> is_ignored = find_any(selection.ignored, outline);
    for (std::size_t i = 0; i < is_ignored.size(); ++i) {
      if (is_ignored[i]) outline.containers[i].is_ignored = true;
    }
  }
  std::vector<Role> roles = find_main_content(outline);
  if (selection.main.empty()) return roles;
  const std::vector<bool> is_selected = find_any(selection.main, outline);
  std::vector<Role> chosen = roles;
  bool has_main = false;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    if (chosen[i] == Role::kIgnored) continue;
    const std::uint32_t container = outline.blocks[i].container;
    const bool is_main = container != html::kNoContainer && is_selected[container];
    chosen[i] = is_main ? Role::kMain : Role::kRest;
    has_main = has_main || is_main;
  }
  return has_main ? chosen : roles;
}

}  // namespace indexer
