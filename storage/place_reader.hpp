#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "storage/fts5.hpp"

namespace storage {

/// The places of a word in a row of an FTS5 index, one after the other: column and position, in one number. They are
/// read where FTS5 has them, in the format of its file: for each position there is a varint, 2 more than the difference
/// to the one before; where another column begins, 1 and its number.
class PlaceReader {
 public:
  /// Of the row that FTS5 is at, of the word with that number in its expression.
  PlaceReader(const Fts5ExtensionApi& api, Fts5Context* row, std::size_t word);

  /// Of all positions of a row, which outlive it.
  explicit PlaceReader(std::span<const std::uint8_t> positions)
      : at_(positions.data()), end_(positions.data() + positions.size()) {
    advance();
  }

  bool is_over() const { return is_over_; }
  std::uint64_t place() const { return place_; }
  std::ptrdiff_t left_bytes() const { return end_ - at_; }

  void advance() {
    if (at_ != end_ && is_small(*at_)) {
      place_ += *at_++ - 2u;
    } else {
      advance_far();
    }
  }

  /// To the last place of those that come in a row as differences of one byte, each of which `positions` is told;
  /// returns how many these are, with the one to begin with.
  std::uint32_t read_run(auto& positions) {
    const std::uint8_t* at = at_;
    std::uint64_t place = place_;
    positions.add(place);
    for (; at != end_ && is_small(*at) && !positions.is_full(); ++at) positions.add(place += *at - 2u);
    for (; at != end_ && is_small(*at); ++at) place += *at - 2u;
    const auto count = static_cast<std::uint32_t>(at - at_) + 1;
    at_ = at;
    place_ = place;
    return count;
  }

  /// To the first place that is not before `wanted`; false if it is another, or none.
  bool seek(std::uint64_t wanted) {
    while (place_ < wanted && !is_over_) {
      skip_small(wanted);
      if (place_ < wanted) advance();
    }
    return place_ == wanted && !is_over_;
  }

 private:
  /// By more than a byte says, to another column, or to the end.
  void advance_far();

  /// Whether it is a difference of one byte: nearly all are.
  static bool is_small(std::uint8_t byte) { return byte > 1 && byte < 0x80; }

  /// What is gone through most, with all of it in registers.
  void skip_small(std::uint64_t wanted) {
    const std::uint8_t* at = at_;
    std::uint64_t place = place_;
    for (; place < wanted && at != end_ && is_small(*at); ++at) place += *at - 2u;
    at_ = at;
    place_ = place;
  }

  const std::uint8_t* at_ = nullptr;
  const std::uint8_t* end_ = nullptr;
  std::uint64_t place_ = 0;
  bool is_over_ = false;
};

}  // namespace storage
