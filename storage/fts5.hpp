#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "storage/sqlite.hpp"

namespace storage {

/// What FTS5 offers to those who extend it; lives as long as `connection`. Throws if this SQLite has none.
fts5_api& fts5_of(Connection& connection);

/// Reads a number in the format of FTS5's tables, and moves on behind it: seven bits a byte, the first ones first, and
/// the eighth bit in all bytes but the last. At the end of `bytes` it is 0.
inline std::uint64_t take_varint(std::span<const std::uint8_t>& bytes) {
  std::uint64_t value = 0;
  while (!bytes.empty()) {
    const std::uint8_t byte = bytes.front();
    bytes = bytes.subspan(1);
    if (byte < 0x80) return value << 7 | byte;
    value = value << 7 | (byte & 0x7F);
  }
  return value;
}

/// As many bytes a number of 32 bits takes at most, and one of 56 bits; larger ones are written otherwise.
inline constexpr std::size_t kMostVarintBytes32 = 5;
inline constexpr std::size_t kMostVarintBytes = 8;

/// Writes a number of at most 56 bits, as `take_varint` reads it, and returns the place behind it.
inline std::uint8_t* write_varint(std::uint8_t* place, std::uint64_t value) {
  int shift = 0;
  while (value >> shift >= 0x80) shift += 7;
  for (; shift > 0; shift -= 7) *place++ = static_cast<std::uint8_t>(0x80 | value >> shift);
  *place = value & 0x7F;
  return place + 1;
}

}  // namespace storage
