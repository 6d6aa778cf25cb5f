#pragma once

#include <string>
#include <string_view>

namespace crawler {

/// Appends `text` to `html` so that a reader of HTML reads it as that text, in an element or a quoted attribute.
inline void append_escaped(std::string& html, std::string_view text) {
  constexpr std::string_view kSpecial = "&<>\"";
  while (true) {
    const std::size_t plain = text.find_first_of(kSpecial);
    html += text.substr(0, plain);
    if (plain == std::string_view::npos) return;
    switch (text[plain]) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      default:
        html += "&quot;";
    }
    text.remove_prefix(plain + 1);
  }
}

}  // namespace crawler
