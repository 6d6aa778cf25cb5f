#include "base/log_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <variant>

#include "base/ascii.hpp"

namespace base {
namespace {

// What stands bare in a text line; other values are quoted.
constexpr ByteSet kBare = kLetters | kDigits | ByteSet("-._~:/@%+,[]");

/// The length of the UTF-8 sequence that `text` begins with; 0 if it begins with none (RFC 3629, 4).
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
  const auto continues = [&](std::size_t at) { return (byte(at) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0), second = byte(1);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool is_short = first == 0xE0 && second < 0xA0, is_surrogate = first == 0xED && second > 0x9F;
    return continues(1) && continues(2) && !is_short && !is_surrogate ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool is_short = first == 0xF0 && second < 0x90, is_beyond = first == 0xF4 && second > 0x8F;
    return continues(1) && continues(2) && continues(3) && !is_short && !is_beyond ? 4 : 0;
  }
  return 0;
}

/// Whether a terminal, or a reader of lines, may take the character for a command: C1 controls, and the line and
/// paragraph separators. C0 controls are looked at byte by byte.
bool is_unseen(std::string_view character) {
  return (character.size() == 2 && character[0] == '\xC2' && static_cast<unsigned char>(character[1]) < 0xA0) ||
         character == "\u2028" || character == "\u2029";
}

void append_character(std::string& out, std::string_view character) {
  const char c = character.front();
  if (c == '"' || c == '\\') {
    out.append(1, '\\').append(1, c);
  } else if (kControls.contains(c) || c == '\x7F') {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
  } else if (is_unseen(character)) {
    out += "\uFFFD";
  } else {
    out += character;
  }
}

/// The text between quotes, escaped as JSON wants it (RFC 8259, 7), in both formats.
void append_quoted(std::string& out, std::string_view text, std::size_t most_bytes) {
  out += '"';
  while (!text.empty()) {
    if (out.size() + 8 > most_bytes) {  // an escape takes six bytes, the ellipsis three
      out += "\u2026";
      break;
    }
    const std::size_t length = utf8_length(text);
    append_character(out, length == 0 ? "\uFFFD" : text.substr(0, length));
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  out += '"';
}

void append_value(std::string& out, LogFormat format, const LogField::Value& value, std::size_t most_bytes) {
  const auto write = [&](const auto& number) { fmt::format_to(std::back_inserter(out), "{}", number); };
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    const bool is_bare = format == LogFormat::kText && !text->empty() && out.size() + text->size() < most_bytes &&
                         kBare.contains_all(*text);
    is_bare ? static_cast<void>(out += *text) : append_quoted(out, *text, most_bytes);
  } else if (const auto* number = std::get_if<double>(&value); number && !std::isfinite(*number)) {
    out += "null";
  } else {
    std::visit(write, value);
  }
}

}  // namespace

std::string log_line(LogFormat format, std::string_view message, std::initializer_list<LogField> fields,
                     std::size_t most_bytes) {
  constexpr std::size_t kRoomForNumber = 48;
  std::string line;
  const bool is_json = format == LogFormat::kJson;
  if (is_json) line += "\"message\":";
  append_value(line, LogFormat::kJson, message, most_bytes / 2);
  for (const LogField& field : fields) {
    if (line.size() + field.key.size() + kRoomForNumber > most_bytes) break;
    line += is_json ? fmt::format(",\"{}\":", field.key) : fmt::format(" {}=", field.key);
    append_value(line, format, field.value, most_bytes - 2);
  }
  return line;
}

}  // namespace base
