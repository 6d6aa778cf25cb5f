#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace html {

/// Where a character reference stands: in an attribute `&copy=` is none, for old URLs' sake.
enum class ReferenceIn : std::uint8_t { kText, kAttribute };

/// Appends `source` with its character references decoded (HTML Standard, 13.2.5.72 to 80).
void append_decoded(std::string& text, std::string_view source, ReferenceIn where);

}  // namespace html
