#pragma once

#include <cstdio>

namespace app {

/// Whether a person is reading `stream`, and may be shown colours: not if NO_COLOR is set (https://no-color.org).
bool is_terminal(std::FILE* stream);
bool shows_color(std::FILE* stream);

/// Columns of the terminal behind `stream`; 80 if that is not known.
std::size_t columns(std::FILE* stream);

}  // namespace app
