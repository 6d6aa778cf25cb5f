#include "storage/posting_buffer.hpp"

#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>

#include "storage/fts5.hpp"

namespace storage {
namespace {

constexpr std::size_t kKeyBytes = 16;
constexpr std::size_t kFirstSlots = 1024;
constexpr std::size_t kBlockBytes = 256 << 10;
constexpr std::size_t kFirstDoclistBytes = 16;
constexpr std::size_t kColumnBytes = 2;  // before the positions in a column but the first
constexpr std::size_t kAhead = 8;        // terms: as far as memory is asked for before it is needed

/// Of terms by their hashes, in a table with a power of two of slots of which some are free: the place where the one
/// for which `is_it` holds is, or where it goes.
template <typename Slots>
std::size_t slot_place(const Slots& slots, std::uint32_t hash, auto is_it) {
  const std::size_t mask = slots.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    const auto& slot = slots[at];
    if (slot.number == 0 || (slot.hash == hash && is_it(slot.number - 1))) return at;
  }
}

/// Twice as many slots, of which then a quarter is in use.
template <typename Slots>
void double_slots(Slots& slots) {
  Slots larger(2 * slots.size());
  for (const auto& slot : slots) {
    if (slot.number != 0) larger[slot_place(larger, slot.hash, [](std::uint32_t) { return false; })] = slot;
  }
  slots = std::move(larger);
}

bool is_half_full(std::size_t terms, const auto& slots) {
  return 2 * terms >= slots.size();
}

}  // namespace

PostingBuffer::Term::Term(std::string_view text, std::size_t bytes_)
    : key(text, std::min(bytes_, kKeyBytes)), bytes(text.data()), size(static_cast<std::uint32_t>(bytes_)) {}

std::uint32_t PostingBuffer::Term::hash() const {
  if (size > kKeyBytes) return static_cast<std::uint32_t>(XXH3_64bits(bytes, size));
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15;
  const std::uint64_t mixed = (key.pieces[0] ^ std::rotl(key.pieces[1] * kOdd, 29)) * kOdd;
  return static_cast<std::uint32_t>(mixed >> 32);
}

bool PostingBuffer::Term::is(const Term& other) const {
  if (size != other.size || key.pieces != other.key.pieces) return false;
  return size <= kKeyBytes || std::memcmp(bytes, other.bytes, size) == 0;
}

/// Zeros behind a short key sort as its end does, for no term has any.
bool PostingBuffer::Term::operator<(const Term& other) const {
  for (std::size_t i = 0; i < key.pieces.size(); ++i) {
    const std::uint64_t here = __builtin_bswap64(key.pieces[i]);
    const std::uint64_t there = __builtin_bswap64(other.key.pieces[i]);
    if (here != there) return here < there;
  }
  if (size <= kKeyBytes || other.size <= kKeyBytes) return size < other.size;
  return std::string_view(bytes, size) < std::string_view(other.bytes, other.size);
}

PostingBuffer::PostingBuffer() : row_slots_(kFirstSlots), slots_(kFirstSlots) {
  static_assert(std::endian::native == std::endian::little);
  static_assert(sizeof(Entry) == 64, "a line of the processor's cache");
}

void PostingBuffer::add(std::int64_t row, const RowTerms& columns, Sizes& sizes) {
  assert(row > last_row_ || empty());
  last_row_ = row;
  gather(columns, sizes);
  write_positions();
  for (std::size_t i = 0; i < row_terms_.size(); ++i) {
    if (i + 2 * kAhead < row_terms_.size()) {
      __builtin_prefetch(&slots_[row_terms_[i + 2 * kAhead].hash & (slots_.size() - 1)]);
    }
    if (i + kAhead < row_terms_.size()) {
      const std::uint32_t number = slots_[row_terms_[i + kAhead].hash & (slots_.size() - 1)].number;
      if (number != 0) __builtin_prefetch(&entries_[number - 1]);
    }
    append(row, row_terms_[i], entry_of(row_terms_[i]));
  }
}

/// Finds the terms of a row, and where each stands.
void PostingBuffer::gather(const RowTerms& columns, Sizes& sizes) {
  row_slots_.assign(kFirstSlots, Slot{});  // a long row has made more of them
  row_terms_.clear();
  occurrences_.clear();
  for (std::size_t column = 0; column < kColumns; ++column) {
    const indexer::Terms& terms = *columns[column];
    const std::string_view packed = terms.packed();
    std::uint32_t words = 0;
    for (const auto& [text, is_alternative] : terms) {
      if (!is_alternative || words == 0) ++words;
      const auto left = static_cast<std::size_t>(packed.data() + packed.size() - text.data());
      const std::uint32_t term = row_term(Term({text.data(), left}, text.size()));
      ++row_terms_[term].occurrences;
      occurrences_.push_back({.term = term, .position = words - 1});
    }
    sizes[column] = words;
    column_ends_[column] = occurrences_.size();
  }
}

std::uint32_t PostingBuffer::row_term(const Term& term) {
  const std::uint32_t hash = term.hash();
  const std::size_t at =
      slot_place(row_slots_, hash, [&](std::uint32_t number) { return row_terms_[number].term.is(term); });
  if (row_slots_[at].number != 0) return row_slots_[at].number - 1;
  row_terms_.push_back({.term = term, .hash = hash});
  const auto number = static_cast<std::uint32_t>(row_terms_.size());
  row_slots_[at] = {.hash = hash, .number = number};
  if (is_half_full(row_terms_.size(), row_slots_)) double_slots(row_slots_);
  return number - 1;
}

/// Each term's positions one behind the other: differences, and before those in a column which that is.
void PostingBuffer::write_positions() {
  std::size_t bytes = 0;
  for (const RowTerm& term : row_terms_) bytes += term.occurrences * kMostVarintBytes32 + kColumns * kColumnBytes;
  if (positions_.size() < bytes) positions_.resize(bytes);
  std::uint8_t* place = positions_.data();
  for (RowTerm& term : row_terms_) {
    term.begin = term.end = place;
    place += term.occurrences * kMostVarintBytes32 + kColumns * kColumnBytes;
  }
  std::size_t at = 0;
  for (std::uint32_t column = 0; column < kColumns; ++column) {
    for (; at < column_ends_[column]; ++at) {
      RowTerm& term = row_terms_[occurrences_[at].term];
      if (term.column != column) {
        *term.end++ = 1;
        *term.end++ = static_cast<std::uint8_t>(column);
        term.column = column;
        term.position = 0;
      }
      const std::uint32_t position = occurrences_[at].position;
      term.end = write_varint(term.end, position - term.position + 2);
      term.position = position;
    }
  }
}

PostingBuffer::Entry& PostingBuffer::entry_of(const RowTerm& row_term) {
  const std::size_t at =
      slot_place(slots_, row_term.hash, [&](std::uint32_t number) { return entries_[number].term.is(row_term.term); });
  if (slots_[at].number != 0) return entries_[slots_[at].number - 1];
  Entry& entry = entries_.emplace_back(Entry{.term = row_term.term});
  if (entry.term.size > kKeyBytes) {
    std::uint8_t* const bytes = allocate(entry.term.size);
    std::memcpy(bytes, row_term.term.bytes, entry.term.size);
    entry.term.bytes = reinterpret_cast<const char*>(bytes);
  }
  slots_[at] = {.hash = row_term.hash, .number = static_cast<std::uint32_t>(entries_.size())};
  if (is_half_full(entries_.size(), slots_)) double_slots(slots_);
  return entry;
}

/// A row of a doclist: what it is more than the one before, twice how many bytes its positions take, and these.
void PostingBuffer::append(std::int64_t row, const RowTerm& row_term, Entry& entry) {
  const auto bytes = static_cast<std::size_t>(row_term.end - row_term.begin);
  make_room(entry, bytes + 2 * kMostVarintBytes);
  std::uint8_t* end = entry.rows + entry.used;
  end = write_varint(end, static_cast<std::uint64_t>(row - entry.last_row));
  end = write_varint(end, 2 * bytes);
  std::memcpy(end, row_term.begin, bytes);
  entry.used = static_cast<std::uint32_t>(end + bytes - entry.rows);
  entry.last_row = row;
}

void PostingBuffer::make_room(Entry& entry, std::size_t bytes) {
  const std::size_t needed = entry.used + bytes;
  if (needed <= entry.capacity) return;
  const std::size_t capacity = std::bit_ceil(std::max(needed, kFirstDoclistBytes));
  std::vector<std::uint8_t*>& free = free_[static_cast<std::size_t>(std::countr_zero(capacity))];
  std::uint8_t* rows = nullptr;
  if (free.empty()) {
    rows = allocate(capacity);
  } else {
    rows = free.back();
    free.pop_back();
  }
  if (entry.capacity > 0) {
    std::memcpy(rows, entry.rows, entry.used);
    free_[static_cast<std::size_t>(std::countr_zero(entry.capacity))].push_back(entry.rows);
  }
  entry.rows = rows;
  entry.capacity = static_cast<std::uint32_t>(capacity);
}

std::uint8_t* PostingBuffer::allocate(std::size_t bytes) {
  if (bytes > block_left_) {
    block_left_ = std::max(bytes, kBlockBytes);
    blocks_.push_back(std::make_unique_for_overwrite<std::uint8_t[]>(block_left_));
    block_end_ = blocks_.back().get() + block_left_;
    block_bytes_ += block_left_;
  }
  std::uint8_t* const place = block_end_ - block_left_;
  block_left_ -= bytes;
  return place;
}

std::size_t PostingBuffer::bytes() const {
  return block_bytes_ + entries_.size() * sizeof(Entry) + slots_.size() * sizeof(Slot);
}

std::vector<const PostingBuffer::Entry*> PostingBuffer::in_order() const {
  std::vector<const Entry*> entries;
  entries.reserve(entries_.size());
  for (const Entry& entry : entries_) entries.push_back(&entry);
  std::ranges::sort(entries, [](const Entry* one, const Entry* other) { return one->term < other->term; });
  return entries;
}

std::string_view PostingBuffer::Entry::text() const {
  const bool is_short = term.size <= kKeyBytes;
  return {is_short ? reinterpret_cast<const char*>(term.key.pieces.data()) : term.bytes, term.size};
}

void PostingBuffer::clear() {
  std::ranges::fill(slots_, Slot{});
  entries_.clear();
  blocks_.clear();
  for (auto& free : free_) free.clear();
  block_left_ = 0;
  block_bytes_ = 0;
}

}  // namespace storage
