#include "storage/doclist.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace storage {

Doclist::Doclist(Rows leaves, std::int64_t leaf_number, std::string_view term)
    : leaves_(std::move(leaves)), at_(leaves_.begin()), leaf_(leaf_number) {
  if (at_ == std::default_sentinel) return;
  if ((*at_).integer(1) != leaf_) throw UnknownFormat();
  const SegmentLeaf leaf((*at_).bytes(0));
  const auto part = leaf.rows_of(term);
  if (!part) return;
  begin(leaf, *part);
  is_over_ = false;
  next();
}

void Doclist::next() {
  if (left_.is_over() && !go_on()) {
    is_over_ = true;
    return;
  }
  const std::uint64_t number = left_.take_varint();
  const auto row = static_cast<std::int64_t>(is_first_ ? number : static_cast<std::uint64_t>(row_) + number);
  if (row <= row_) throw UnknownFormat();
  row_ = row;
  is_first_ = false;
  const std::uint64_t bytes = left_.take_varint() / 2;  // the last bit says that the row has gone
  positions_ = bytes <= left_.left().size() ? left_.take(bytes) : join(bytes);
}

/// To the next leaf, if there is one.
bool Doclist::step() {
  if (++at_ == std::default_sentinel) return false;
  if ((*at_).integer(1) != ++leaf_) throw UnknownFormat();
  return true;
}

void Doclist::begin(const SegmentLeaf& leaf, SegmentLeaf::Part part) {
  left_ = IndexBytes(leaf.bytes_of(part));
  may_go_on_ = part.end == leaf.end();
  is_first_ = true;
}

/// Whether further rows begin with the next leaf.
bool Doclist::go_on() {
  if (!may_go_on_ || !step()) return false;
  const SegmentLeaf leaf((*at_).bytes(0));
  const SegmentLeaf::Part part = leaf.continuation();
  const bool begins_with_term = part.begin == part.end && part.end < leaf.end();
  if (begins_with_term) return false;
  if (leaf.first_row() != part.begin) throw UnknownFormat();
  begin(leaf, part);
  return true;
}

std::span<const std::uint8_t> Doclist::join(std::uint64_t bytes) {
  const auto first = left_.left();
  joined_.assign(first.begin(), first.end());
  while (joined_.size() < bytes) {
    if (!may_go_on_ || !step()) throw UnknownFormat();
    const SegmentLeaf leaf((*at_).bytes(0));
    const auto [part_begin, part_end] = leaf.continuation();
    const std::size_t end = leaf.first_row() == 0 ? part_end : leaf.first_row();
    const auto here = leaf.bytes_of({part_begin, end});
    if (here.empty() || here.size() > bytes - joined_.size()) throw UnknownFormat();
    joined_.insert(joined_.end(), here.begin(), here.end());
    begin(leaf, {end, part_end});
  }
  return joined_;
}

}  // namespace storage
