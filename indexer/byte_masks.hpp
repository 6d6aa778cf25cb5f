#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace indexer {

/// Bytes of a text looked at many in one go: eight as an integer whose lowest byte comes first in the text; 64 as a bit
/// each, the lowest of which comes first.

inline constexpr std::size_t kChunkBytes = 8;
inline constexpr std::size_t kWindowBytes = 64;
inline constexpr std::uint64_t kEachByte = 0x0101010101010101;
inline constexpr std::uint64_t kHighBits = kEachByte * 0x80;
inline constexpr std::uint64_t kCaseBits = kEachByte * 0x20;

/// Eight bytes from `at` on, which is inside `text`; zeros behind its end.
inline std::uint64_t load_chunk(std::string_view text, std::size_t at) {
  std::uint64_t chunk = 0;
  if (text.size() - at >= kChunkBytes) {
    std::memcpy(&chunk, text.data() + at, kChunkBytes);  // of a size known at compile time: one instruction
  } else {
    std::memcpy(&chunk, text.data() + at, text.size() - at);
  }
  return std::endian::native == std::endian::big ? __builtin_bswap64(chunk) : chunk;
}

/// The high bit of each byte that is at least `least`; bytes and `least` are ASCII, so that no sum carries.
constexpr std::uint64_t at_least(std::uint64_t bytes, char least) {
  return bytes + kEachByte * static_cast<std::uint64_t>(0x80 - least);
}

/// The high bit of each byte that is an ASCII letter or digit.
constexpr std::uint64_t letters_and_digits(std::uint64_t chunk) {
  const std::uint64_t ascii = chunk & ~kHighBits;
  const std::uint64_t folded = ascii | kCaseBits;
  const std::uint64_t letters = at_least(folded, 'a') & ~at_least(folded, 'z' + 1);
  const std::uint64_t digits = at_least(ascii, '0') & ~at_least(ascii, '9' + 1);
  return (letters | digits) & ~chunk & kHighBits;
}

/// The high bits of the bytes, side by side: that of the lowest byte is the lowest.
constexpr std::uint64_t gathered(std::uint64_t high_bits) {
  return (high_bits >> 7) * 0x0102040810204080 >> 56;
}

/// Calls `take` with each chunk of the window that begins at `window`, and with the place of its first byte in there.
void for_each_chunk(std::string_view text, std::size_t window, auto take) {
  const std::size_t end = std::min(text.size(), window + kWindowBytes);
  for (std::size_t at = window; at < end; at += kChunkBytes) take(load_chunk(text, at), at - window);
}

}  // namespace indexer
