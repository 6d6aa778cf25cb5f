#pragma once

#include <cstddef>

#include "html/read_page.hpp"

namespace html {

/// Whether the page shows hardly a word unless its scripts run: it has scripts that do, little text, and a frame for
/// them to fill, a word that they are needed, or nothing at all to look at.
bool needs_script(const ReadPage& page);

/// Whether what `ScriptSigns` say is looked at for a page of so much text.
bool signs_matter(std::size_t text_bytes);

}  // namespace html
