#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "storage/segment_leaf.hpp"
#include "storage/statement.hpp"

namespace storage {

/// The rows that have a term, in one segment of an FTS5 index, ascending, and where it stands in each. Throws
/// `UnknownFormat`, and is of no use then. One thread.
class Doclist {
 public:
  /// `leaves` have the bytes and the numbers of the segment's leaves, from `leaf` on, which has `term` if any has.
  Doclist(Rows leaves, std::int64_t leaf, std::string_view term);

  bool is_over() const { return is_over_; }
  std::int64_t row() const { return row_; }
  /// As FTS5 writes them (`PlaceReader`); none if the row has gone. Good until `next`.
  std::span<const std::uint8_t> positions() const { return positions_; }

  void next();

 private:
  bool step();
  bool go_on();
  void begin(const SegmentLeaf& leaf, SegmentLeaf::Part part);
  std::span<const std::uint8_t> join(std::uint64_t bytes);

  Rows leaves_;
  Rows::iterator at_;
  std::int64_t leaf_;    // its number
  IndexBytes left_{{}};  // of it
  bool may_go_on_ = false;
  bool is_first_ = true;  // row to be read of it: then its number is no difference
  std::int64_t row_ = 0;
  std::span<const std::uint8_t> positions_{};
  std::vector<std::uint8_t> joined_;  // positions that go on in other leaves
  bool is_over_ = true;
};

}  // namespace storage
