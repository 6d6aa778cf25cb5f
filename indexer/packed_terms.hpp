#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "indexer/tokenizer.hpp"

namespace indexer {

/// Terms in order, as bytes: each behind one that has its size, and this bit if it stands at the position of the one
/// before.
inline constexpr unsigned char kAlternativeTerm = 0x80;
static_assert(kMaxTermBytes < kAlternativeTerm);

/// Puts packed terms one behind the other.
class PackedTermsWriter {
 public:
  /// About `bytes` are to come.
  explicit PackedTermsWriter(std::size_t bytes) { bytes_.resize(bytes); }

  void append(std::string_view packed) {
    make_room(packed.size());
    std::ranges::copy(packed, bytes_.begin() + static_cast<std::ptrdiff_t>(used_));
    used_ += packed.size();
  }

  /// Only the first `size` of so many bytes: a copy of a size known beforehand takes a few instructions.
  template <std::size_t kBytes>
  void append(const std::array<char, kBytes>& packed, std::size_t size) {
    make_room(kBytes);
    std::memcpy(bytes_.data() + used_, packed.data(), kBytes);
    used_ += size;
  }

  std::size_t bytes() const { return used_; }

  std::string finish() && {
    bytes_.resize(used_);
    return std::move(bytes_);
  }

 private:
  void make_room(std::size_t bytes) {
    if (bytes_.size() - used_ < bytes) bytes_.resize(2 * bytes_.size() + bytes);
  }

  std::string bytes_;
  std::size_t used_ = 0;
};

}  // namespace indexer
