#pragma once

#include <string>

#include "storage/searcher.hpp"

namespace views {

/// What leads to a hit: its page, and the section that shows why where something leads there.
inline std::string url_of(const storage::Hit& hit) {
  return hit.section.fragment.empty() ? hit.url : hit.url + "#" + hit.section.fragment;
}

}  // namespace views
