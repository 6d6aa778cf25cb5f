#pragma once

#include <cstdint>
#include <string_view>

namespace html {

/// Whether a page is read as browsers of old did ("quirks mode"): what matters here is that a table then stands within
/// the paragraph before it.
enum class Quirks : std::uint8_t { kNo, kYes, kUnknown };

/// By a page's `<!DOCTYPE ...>`, all of it (HTML Standard, 13.2.6.4.1). `kUnknown` for the rarer ones.
Quirks quirks_of_doctype(std::string_view source);

}  // namespace html
