#include "storage/place_reader.hpp"

#include <algorithm>

#include "storage/ranking.hpp"

namespace storage {
namespace {

/// A damaged file may have other columns.
std::uint64_t place_of(std::uint64_t column, std::uint64_t position) {
  return std::min<std::uint64_t>(column, kOwnColumns - 1) << 32 | static_cast<std::uint32_t>(position);
}

}  // namespace

PlaceReader::PlaceReader(const Fts5ExtensionApi& api, Fts5Context* row, std::size_t word) {
  Fts5PhraseIter rest{};
  int column = 0;
  int position = 0;
  api.xPhraseFirst(row, static_cast<int>(word), &rest, &column, &position);
  is_over_ = column < 0;
  if (is_over_) return;
  place_ = place_of(static_cast<std::uint64_t>(column), static_cast<std::uint32_t>(position));
  at_ = rest.a;
  end_ = rest.b;
}

void PlaceReader::advance_far() {
  is_over_ = at_ == end_;
  if (is_over_) return;
  std::span<const std::uint8_t> left(at_, end_);
  const std::uint64_t number = take_varint(left);
  if (number == 1) {
    const std::uint64_t column = take_varint(left);
    place_ = place_of(column, take_varint(left) - 2);
  } else {
    place_ += number - 2;
  }
  at_ = left.data();
}

}  // namespace storage
