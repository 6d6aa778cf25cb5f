#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace app {

/// `text`, which may come from a page, as it may go to a terminal: control characters (C0, DEL, C1), bidirectional
/// controls and bytes that are not UTF-8 become U+FFFD; tabs and line ends become spaces.
std::string printable(std::string_view text);

/// Whether a person is reading `stream`, and may be shown colours: not if NO_COLOR is set (https://no-color.org).
bool is_terminal(std::FILE* stream);
bool shows_color(std::FILE* stream);

/// Columns of the terminal behind `stream`; 80 if that is not known.
std::size_t columns(std::FILE* stream);

}  // namespace app
