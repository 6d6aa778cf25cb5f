#pragma once

#include <string>

namespace html {

/// The input stream as the tokenizer takes it (HTML Standard, 13.2.3.5): line ends are line feeds. As Gumbo has it, and
/// no later edition of the standard: controls and noncharacters are U+FFFD. `source` is valid UTF-8; one without any of
/// these is moved through, not copied, at some GB/s.
std::string preprocess(std::string source);

}  // namespace html
