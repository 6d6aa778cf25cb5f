#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

/// Where in a page a hit is.
struct HitSection {
  std::string fragment{};           ///< that leads there from the page's URL, percent-encoded; empty if none does
  std::vector<std::string> path{};  ///< headings, the outermost first; empty at the beginning of a page
};

/// What `pages` says of a page's sections (`indexer::Section`), in its columns of these names.
struct StoredSections {
  std::string_view sections{};
  std::string_view layout{};
  std::string_view moved{};
};

/// The section that has the byte `place` of `body`. Where nothing leads to its heading, what leads to the nearest one
/// above it will do. Pure; little for each line of the body before, and for each section.
HitSection section_at(std::size_t place, std::string_view body, const StoredSections& stored);

}  // namespace storage
