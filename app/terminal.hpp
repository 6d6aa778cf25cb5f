#pragma once

#include <concepts>
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

/// "1 page", "2 pages".
template <std::integral Count>
std::string counted(Count count, std::string_view thing) {
  return std::to_string(count).append(" ").append(thing).append(count == 1 ? "" : "s");
}

/// Columns of the terminal behind `stream`; 80 if that is not known.
std::size_t columns(std::FILE* stream);

}  // namespace app
