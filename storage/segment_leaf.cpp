#include "storage/segment_leaf.hpp"

#include <algorithm>
#include <string>

namespace storage {
namespace {

std::size_t two_bytes(std::span<const std::uint8_t> bytes, std::size_t at) {
  return static_cast<std::size_t>(bytes[at] << 8 | bytes[at + 1]);
}

void append(std::string& text, std::span<const std::uint8_t> bytes) {
  text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

}  // namespace

SegmentLeaf::SegmentLeaf(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < kLeafHeaderBytes) throw UnknownFormat();
  first_row_ = two_bytes(bytes, 0);
  const std::size_t end = two_bytes(bytes, 2);
  if (end < kLeafHeaderBytes || end > bytes.size()) throw UnknownFormat();
  rows_ = bytes.first(end);
  terms_ = bytes.subspan(end);
  const auto [begin, behind] = continuation();
  if (first_row_ != 0 && (first_row_ < begin || first_row_ >= behind)) throw UnknownFormat();
}

SegmentLeaf::Part SegmentLeaf::continuation() const {
  const std::size_t first_term = terms_.empty() ? rows_.size() : IndexBytes(terms_).take_varint();
  if (first_term < kLeafHeaderBytes || first_term > rows_.size()) throw UnknownFormat();
  return {kLeafHeaderBytes, first_term};
}

/// Of each term but the first only what is not as in the one before is stored.
std::optional<SegmentLeaf::Part> SegmentLeaf::rows_of(std::string_view term) const {
  IndexBytes terms(terms_);
  std::string here;
  std::size_t begin = terms.is_over() ? 0 : terms.take_varint();
  for (bool is_first = true; begin != 0; is_first = false) {
    const std::size_t next = terms.is_over() ? 0 : begin + terms.take_varint();
    const std::size_t end = next == 0 ? rows_.size() : next;
    if (begin < kLeafHeaderBytes || begin >= end || end > rows_.size()) throw UnknownFormat();
    IndexBytes entry(rows_.subspan(begin, end - begin));
    const std::uint64_t kept = is_first ? 0 : entry.take_varint();
    if (kept > here.size()) throw UnknownFormat();
    here.resize(kept);
    append(here, entry.take(entry.take_varint()));
    if (here >= term) return here == term ? std::optional(Part{end - entry.left().size(), end}) : std::nullopt;
    begin = next;
  }
  return std::nullopt;
}

}  // namespace storage
