#pragma once

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <experimental/simd>
#include <string_view>

namespace indexer {

/// Bytes of a text looked at many in one go: eight as an integer whose lowest byte comes first in the text; 64 as a bit
/// each, the lowest of which comes first.

inline constexpr std::size_t kChunkBytes = 8;
inline constexpr std::size_t kWindowBytes = 64;
inline constexpr std::uint64_t kEachByte = 0x0101010101010101;
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

/// 64 bytes from `at` on, which is inside `text`; zeros behind its end.
class Window {
 public:
  Window(std::string_view text, std::size_t at) : begin_(text.data() + at) {
    if (text.size() - at >= kWindowBytes) return;
    std::memcpy(padded_.data(), begin_, text.size() - at);
    begin_ = padded_.data();
  }
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  /// A bit for each byte that `is` holds for, which takes a register of them, signed: what is beyond ASCII is negative.
  std::uint64_t bits(auto is) const {
    std::uint64_t bits = 0;
    for (std::size_t at = 0; at < kWindowBytes; at += Bytes::size()) {
      bits |= gathered(is(Bytes(begin_ + at, std::experimental::element_aligned))) << at;
    }
    return bits;
  }

 private:
  using Bytes = std::experimental::simd<signed char, std::experimental::simd_abi::deduce_t<signed char, 16>>;

  static std::uint64_t gathered(const Bytes::mask_type& mask) {
#ifdef __SSE2__
    return static_cast<std::uint32_t>(_mm_movemask_epi8(std::bit_cast<__m128i>(mask)));
#else
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < Bytes::size(); ++i) bits |= std::uint64_t{mask[i]} << i;
    return bits;
#endif
  }

  const char* begin_;
  std::array<char, kWindowBytes> padded_{};
};

/// Whether bytes, as `Window::bits` gives them, are ASCII letters or digits.
constexpr auto kIsLetterOrDigit = [](const auto& bytes) {
  const auto folded = bytes | 0x20;
  return (folded >= 'a' && folded <= 'z') || (bytes >= '0' && bytes <= '9');
};

}  // namespace indexer
