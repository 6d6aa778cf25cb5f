#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "storage/fts5.hpp"

namespace storage {

/// Thrown where the tables of an FTS5 index are not as they are read here: a later format, or a damaged file. What then
/// is right FTS5 knows.
struct UnknownFormat {};

/// Reads what is stored of an index, and never behind its end: there it throws `UnknownFormat`.
class IndexBytes {
 public:
  explicit IndexBytes(std::span<const std::uint8_t> bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  bool is_over() const { return at_ == end_; }
  std::span<const std::uint8_t> left() const { return {at_, end_}; }

  /// As `storage::take_varint`.
  std::uint64_t take_varint() {
    if (at_ != end_ && *at_ < 0x80) return *at_++;
    return take_long_varint();
  }
  std::span<const std::uint8_t> take(std::uint64_t bytes) {
    if (bytes > left().size()) throw UnknownFormat();
    const std::uint8_t* const begin = at_;
    at_ += bytes;
    return {begin, at_};
  }

 private:
  std::uint64_t take_long_varint() {
    std::span<const std::uint8_t> behind = left();
    const std::uint64_t number = storage::take_varint(behind);
    const bool has_end = behind.data() != at_ && behind.data()[-1] < 0x80;
    if (!has_end) throw UnknownFormat();
    at_ = behind.data();
    return number;
  }

  const std::uint8_t* at_;
  const std::uint8_t* end_;
};

/// Before each term, where there is no index of prefixes.
inline constexpr char kTermPrefix = '0';

/// Where in an FTS5 index's table of data a leaf of a segment is.
constexpr std::int64_t leaf_record(std::int64_t segment, std::int64_t leaf) {
  return (segment << 37) + leaf;
}

/// What a leaf begins with: where its first row is, and where its end.
inline constexpr std::size_t kLeafHeaderBytes = 4;

/// A leaf of a segment of an FTS5 index: terms in their order, each before the rows that have it. These go on in the
/// next leaves where they have no room in one. The bytes outlive it.
class SegmentLeaf {
 public:
  /// Of no bytes: nothing is in it.
  SegmentLeaf() = default;
  explicit SegmentLeaf(std::span<const std::uint8_t> bytes);

  /// Bytes from `begin` to before `end` of the leaf.
  struct Part {
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  /// The rows of `term`, as FTS5 writes it; nothing if it does not stand here.
  std::optional<Part> rows_of(std::string_view term) const;

  /// What belongs to the last term of the leaf before.
  Part continuation() const;
  /// Where in that the first row begins; 0 if none does.
  std::size_t first_row() const { return first_row_; }

  std::size_t end() const { return rows_.size(); }
  std::span<const std::uint8_t> bytes_of(Part part) const { return rows_.subspan(part.begin, part.end - part.begin); }

 private:
  std::span<const std::uint8_t> rows_{};   // with their terms
  std::span<const std::uint8_t> terms_{};  // where these begin: differences
  std::size_t first_row_ = 0;
};

}  // namespace storage
