#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite.hpp"

namespace storage {

/// Where in a page a hit is.
struct HitSection {
  std::string fragment{};           ///< that leads there from the page's URL, percent-encoded; empty if none does
  std::vector<std::string> path{};  ///< headings, the outermost first; empty at the beginning of a page
};

/// Finds sections (`indexer::Section`) of pages that are stored. One thread.
class SectionFinder {
 public:
  explicit SectionFinder(Connection& connection);

  /// The section that has the byte `place` of `body`, which is that of the page `id`. Where nothing leads to its
  /// heading, what leads to the nearest one above it will do. Some microseconds, and
  /// little for each line of the body before, and for each section.
  HitSection find(std::int64_t id, std::string_view body, std::size_t place);

 private:
  Statement sections_;
};

}  // namespace storage
