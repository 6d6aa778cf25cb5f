#include "storage/word_rows.hpp"

#include <algorithm>
#include <utility>

#include "storage/place_reader.hpp"

namespace storage {
namespace {

std::int64_t row_of(const WordRows::Source& source) {
  return source.rows.is_over() ? WordRows::kNone : source.rows.row();
}

void put_varint(std::vector<std::uint8_t>& bytes, std::uint64_t number) {
  constexpr int kBits = 7;
  int shift = 0;
  while (number >> shift >= 0x80) shift += kBits;
  for (; shift > 0; shift -= kBits) bytes.push_back(static_cast<std::uint8_t>(0x80 | (number >> shift & 0x7F)));
  bytes.push_back(static_cast<std::uint8_t>(number & 0x7F));
}

/// What `PlaceReader` reads.
void write_places(const std::vector<std::uint64_t>& places, std::vector<std::uint8_t>& bytes) {
  bytes.clear();
  std::uint64_t before = 0;
  for (const std::uint64_t place : places) {
    if (place >> 32 != before >> 32) {
      put_varint(bytes, 1);
      put_varint(bytes, place >> 32);
      before = place >> 32 << 32;
    }
    put_varint(bytes, place - before + 2);
    before = place;
  }
}

}  // namespace

WordRows::WordRows(std::vector<Source> sources) : sources_(std::move(sources)) {
  find_row();
  if (row_ == kNone) return;
  if (positions_.empty()) {
    next();
  } else {
    count_.add(row_);
  }
}

/// Rows that have gone have no positions.
void WordRows::next() {
  do {
    pass_row();
    find_row();
  } while (row_ != kNone && positions_.empty());
  if (row_ != kNone) count_.add(row_);
}

PageCount WordRows::count() {
  while (!is_over() && count_.is_whole) next();
  return count_;
}

PageCount WordRows::count_so_far() {
  PageCount count = count_;
  count.is_whole &= is_over();
  return count;
}

void WordRows::pass_row() {
  if (row_ != others_) return lead_->rows.next();
  for (Source& source : sources_) {
    if (row_of(source) == row_) source.rows.next();
  }
}

/// Segments have rows of their own, most often: many in a row are of the same one.
void WordRows::find_row() {
  const bool leads_on = lead_ != nullptr && row_ != others_ && row_of(*lead_) < others_;
  if (!leads_on) find_lead();
  row_ = lead_ == nullptr ? kNone : row_of(*lead_);
  if (row_ == kNone) return;
  positions_ = lead_->rows.positions();
  if (row_ == others_) join_terms();
}

void WordRows::find_lead() {
  lead_ = nullptr;
  others_ = kNone;
  for (Source& source : sources_) {
    const std::int64_t row = row_of(source);
    if (lead_ == nullptr || row < row_of(*lead_)) {
      if (lead_ != nullptr) others_ = row_of(*lead_);
      lead_ = &source;
    } else {
      others_ = std::min(others_, row);
    }
  }
}

void WordRows::join_terms() {
  std::vector<std::uint64_t> places;
  const Source* before = nullptr;
  std::size_t terms = 0;
  for (const Source& source : sources_) {
    if (row_of(source) != row_ || (before != nullptr && before->term == source.term)) continue;
    before = &source;
    const auto positions = source.rows.positions();
    if (positions.empty()) continue;
    if (terms++ == 0) positions_ = positions;
    for (PlaceReader reader(positions); !reader.is_over(); reader.advance()) places.push_back(reader.place());
  }
  if (terms == 0) positions_ = {};
  if (terms < 2) return;
  std::ranges::sort(places);
  const auto again = std::ranges::unique(places);
  places.erase(again.begin(), again.end());
  write_places(places, joined_);
  positions_ = joined_;
}

}  // namespace storage
