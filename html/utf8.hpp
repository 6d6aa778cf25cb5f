#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace html {

/// UTF-8 by RFC 3629: no surrogates, no overlong forms. Pure functions; any thread.

void append_utf8(std::string& text, char32_t c);

/// Number of ASCII bytes at the beginning of `bytes`; looks at 32 at a time.
std::size_t ascii_prefix(std::string_view bytes);

/// Some GB/s on ASCII.
bool is_valid_utf8(std::string_view bytes);

/// `bytes` with U+FFFD in the place of what is no character, one for each maximal subpart (Unicode 3.9).
std::string repair_utf8(std::string_view bytes);

}  // namespace html
