#include "app/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

#include "indexer/characters.hpp"

namespace app {
namespace {

constexpr std::string_view kReplacement = "\uFFFD";

bool is_control(char32_t c) {
  const bool is_c0_or_c1 = c < 0x20 || (c >= 0x7F && c <= 0x9F);
  const bool is_bidi = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  const bool is_separator = c == 0x2028 || c == 0x2029;
  return is_c0_or_c1 || is_bidi || is_separator;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto [c, end] = indexer::decode(text, at);  // U+FFFD for bytes that are no UTF-8
    if (c == U'\n' || c == U'\t' || c == U'\r') {
      shown += ' ';
    } else if (is_control(c) || c == 0xFFFD) {
      shown += kReplacement;
    } else {
      shown += text.substr(at, end - at);
    }
    at = end;
  }
  return shown;
}

bool is_terminal(std::FILE* stream) {
  return isatty(fileno(stream)) == 1;
}

bool shows_color(std::FILE* stream) {
  const char* no_color = std::getenv("NO_COLOR");
  return is_terminal(stream) && (no_color == nullptr || *no_color == '\0');
}

std::size_t columns(std::FILE* stream) {
  winsize size{};
  return ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

}  // namespace app
