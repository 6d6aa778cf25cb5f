#pragma once

#include <string>
#include <string_view>

namespace crawler {

/// Plain text as HTML: what stands between empty lines, or begins a new page (FF), is a paragraph. A first line that
/// looks like a title is an `h1`: short, begun by a letter or digit, not the beginning of code, and with nothing but an
/// empty line or a rule ("=====") below it. `text` is valid UTF-8. Linear; any thread.
std::string html_of_text(std::string_view text);

}  // namespace crawler
