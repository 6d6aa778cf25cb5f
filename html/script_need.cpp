#include "html/script_need.hpp"

#include "html/ascii.hpp"

namespace html {
namespace {

// "You need to enable JavaScript to run this app" beside a menu and a footer is more than nothing.
constexpr std::size_t kLittleTextBytes = 400;
// "Loading, please wait..."
constexpr std::size_t kHardlyATextBytes = 40;

}  // namespace

bool signs_matter(std::size_t text_bytes) {
  return text_bytes <= kLittleTextBytes;
}

bool needs_script(const ReadPage& page) {
  const std::size_t text_bytes = page.outline.text.size();
  const ScriptSigns& signs = page.signs;
  if (!signs_matter(text_bytes) || !signs.runs_scripts) return false;
  const bool asks_for_them = find_ignoring_case(signs.noscript_text, "javascript") != std::string_view::npos;
  const bool is_empty = text_bytes <= kHardlyATextBytes && !signs.shows_something;
  return asks_for_them || signs.has_mount || is_empty;
}

}  // namespace html
