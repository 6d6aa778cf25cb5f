#pragma once

#include <cstdint>

namespace crawler {

/// How a document's text is written.
enum class TextFormat : std::uint8_t { kHtml, kMarkdown, kPlain };

}  // namespace crawler
