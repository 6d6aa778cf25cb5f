#pragma once

#include <string>
#include <string_view>

namespace views {

/// `text`, which may come from a page, as it may go to a terminal: control characters (C0, DEL, C1), bidirectional
/// controls and bytes that are not UTF-8 become U+FFFD; tabs and line ends become spaces.
std::string printable(std::string_view text);

}  // namespace views
