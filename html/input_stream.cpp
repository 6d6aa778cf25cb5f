#include "html/input_stream.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <experimental/simd>
#include <string_view>

#include "base/ascii.hpp"

namespace html {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
/// What a control or noncharacter begins with. A NUL means different things in different places, and stays.
constexpr base::ByteSet kNotable = base::ByteSet::range(0x01, 0x08) | base::ByteSet("\x0B\r") |
                                   base::ByteSet::range(0x0E, 0x1F) | base::ByteSet("\x7F\xC2\xEF\xF0\xF1\xF2\xF3\xF4");

/// Position of the first byte, at `from` or later, that may begin what is to be replaced. A register's bytes at a time.
std::size_t next_notable(std::string_view source, std::size_t from) {
  using Chunk = std::experimental::native_simd<signed char>;  // what is no ASCII is negative
  for (; from + Chunk::size() <= source.size(); from += Chunk::size()) {
    const Chunk chunk(source.data() + from, std::experimental::element_aligned);
    const auto is_control =
        (chunk > 0x00 && chunk < 0x20 && chunk != '\t' && chunk != '\n' && chunk != '\f') || chunk == 0x7F;
    const auto is_lead = chunk == static_cast<signed char>(0xC2) ||
                         (chunk >= static_cast<signed char>(0xEF) && chunk <= static_cast<signed char>(0xF4));
    if (const auto is_notable = is_control || is_lead; any_of(is_notable)) {
      return from + static_cast<std::size_t>(find_first_set(is_notable));
    }
  }
  return kNotable.find_in(source, from);
}

/// Length of the control or noncharacter that begins at the front, 0 if another character does.
std::size_t replaced_bytes(std::string_view rest) {
  const auto byte = [rest](std::size_t i) { return i < rest.size() ? static_cast<unsigned char>(rest[i]) : 0U; };
  if (byte(0) < 0x80) return 1;
  if (byte(0) == 0xC2) return byte(1) < 0xA0 ? 2 : 0;  // U+0080 to U+009F
  if (byte(0) == 0xEF) {
    const bool is_in_block = byte(1) == 0xB7 && byte(2) >= 0x90 && byte(2) <= 0xAF;  // U+FDD0 to U+FDEF
    return is_in_block || (byte(1) == 0xBF && byte(2) >= 0xBE) ? 3 : 0;              // U+FFFE and U+FFFF
  }
  return (byte(1) & 0x0F) == 0x0F && byte(2) == 0xBF && byte(3) >= 0xBE ? 4 : 0;  // the same of other planes
}

}  // namespace

std::string preprocess(std::string source) {
  std::string stream;
  std::size_t copied = 0;
  const auto replace = [&](std::size_t at, std::size_t length, std::string_view by) {
    if (stream.empty()) stream.reserve(source.size() + source.size() / 8);
    stream.append(source, copied, at - copied);
    stream += by;
    copied = at + length;
  };
  for (std::size_t at = 0; (at = next_notable(source, at)) < source.size();) {
    if (source[at] == '\r') {
      const std::size_t length = source.compare(at, 2, "\r\n") == 0 ? 2 : 1;
      replace(at, length, "\n");
      at += length;
      continue;
    }
    const std::size_t length = replaced_bytes(std::string_view(source).substr(at));
    if (length > 0) replace(at, length, kReplacement);
    at += std::max<std::size_t>(length, 1);
  }
  if (copied == 0) return source;
  stream.append(source, copied);
  return stream;
}

}  // namespace html
