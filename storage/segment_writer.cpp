#include "storage/segment_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/common_prefix.hpp"
#include "storage/segment_leaf.hpp"

namespace storage {
namespace {

constexpr std::int64_t kLeafBytes = 4050;  // unless a user has set something else

/// As many bytes of numbers as `most` has room for, but one number at least.
std::size_t whole_numbers(std::span<const std::uint8_t> bytes, std::size_t most) {
  IndexBytes left(bytes);
  left.take_varint();
  std::size_t whole = bytes.size() - left.left().size();
  while (!left.is_over()) {
    left.take_varint();
    const std::size_t here = bytes.size() - left.left().size();
    if (here > most) break;
    whole = here;
  }
  return whole;
}

void put_two_bytes(std::vector<std::uint8_t>& bytes, std::size_t at, std::size_t value) {
  bytes[at] = static_cast<std::uint8_t>(value >> 8);
  bytes[at + 1] = static_cast<std::uint8_t>(value);
}

}  // namespace

SegmentWriter::SegmentWriter(Connection& connection, std::string_view table)
    : leaf_statement_(connection.prepare(fmt::format("INSERT INTO {}_data(id, block) VALUES (?, ?)", table))),
      first_term_statement_(
          connection.prepare(fmt::format("INSERT INTO {}_idx(segid, term, pgno) VALUES (?, ?, ?)", table))),
      leaf_bytes_(
          static_cast<std::size_t>(connection.prepare(fmt::format("SELECT v FROM {}_config WHERE k = 'pgsz'", table))
                                       .integer()
                                       .value_or(kLeafBytes))) {}

void SegmentWriter::begin(std::int64_t id) {
  segment_ = id;
  number_ = 1;
  term_.clear();
  first_term_statement_.run(segment_, std::span<const std::uint8_t>(), 2 * number_);
  begin_leaf();
}

void SegmentWriter::begin_leaf() {
  leaf_.assign(kLeafHeaderBytes, 0);
  terms_.clear();
  last_term_ = 0;
  has_row_ = false;
}

void SegmentWriter::end_leaf() {
  put_two_bytes(leaf_, 2, leaf_.size());
  leaf_.insert(leaf_.end(), terms_.begin(), terms_.end());
  leaf_statement_.run(leaf_record(segment_, number_), std::span<const std::uint8_t>(leaf_));
  ++number_;
  begin_leaf();
}

void SegmentWriter::add_number(std::uint64_t number) {
  std::array<std::uint8_t, kMostVarintBytes> written{};
  leaf_.insert(leaf_.end(), written.data(), write_varint(written.data(), number));
}

/// Of each term but a leaf's first only what is not as in the one before is stored. The first ones of leaves stand in a
/// table, as far as it takes to tell them from the last ones of the leaves before.
void SegmentWriter::begin_term(std::string_view term) {
  if (used() + term.size() + 2 >= leaf_bytes_ && leaf_.size() > kLeafHeaderBytes) end_leaf();
  const std::size_t kept = base::common_prefix(term_, term);
  const std::size_t begin = leaf_.size();
  if (last_term_ == 0) {
    if (number_ > 1) {
      const std::string_view enough = term.substr(0, kept + 1);
      first_term_statement_.run(
          segment_, std::span<const std::uint8_t>(reinterpret_cast<const std::uint8_t*>(enough.data()), enough.size()),
          2 * number_);
    }
    add_number(term.size());
    leaf_.insert(leaf_.end(), term.begin(), term.end());
  } else {
    add_number(kept);
    add_number(term.size() - kept);
    leaf_.insert(leaf_.end(), term.begin() + static_cast<std::ptrdiff_t>(kept), term.end());
  }
  std::array<std::uint8_t, kMostVarintBytes> written{};
  terms_.insert(terms_.end(), written.data(), write_varint(written.data(), begin - last_term_));
  last_term_ = begin;
  has_row_ = true;
  term_ = term;
  row_ = 0;
}

void SegmentWriter::add(std::string_view term, std::span<const std::uint8_t> doclist) {
  begin_term(term);
  if (used() + doclist.size() + 1 <= leaf_bytes_) {
    leaf_.insert(leaf_.end(), doclist.begin(), doclist.end());
    return;
  }
  for (IndexBytes rows(doclist); !rows.is_over();) {
    const std::uint64_t difference = rows.take_varint();
    const std::span<const std::uint8_t> behind = rows.left();
    const std::uint64_t bytes = rows.take_varint() / 2;
    const std::size_t size_bytes = behind.size() - rows.left().size();
    rows.take(bytes);
    add_row(difference, behind.first(size_bytes + bytes));
  }
}

/// The first row of a leaf that goes on with a term is told as it is, and the leaf's header says where. Positions may
/// go on in further leaves, between two numbers.
void SegmentWriter::add_row(std::uint64_t difference, std::span<const std::uint8_t> positions) {
  row_ += static_cast<std::int64_t>(difference);
  if (has_row_) {
    add_number(difference);
  } else {
    put_two_bytes(leaf_, 0, leaf_.size());
    add_number(static_cast<std::uint64_t>(row_));
    has_row_ = true;
  }
  if (used() + positions.size() <= leaf_bytes_) {
    leaf_.insert(leaf_.end(), positions.begin(), positions.end());
    return;
  }
  while (!positions.empty()) {
    const std::size_t room = leaf_bytes_ - std::min(used(), leaf_bytes_);
    const std::size_t bytes = positions.size() <= room ? positions.size() : whole_numbers(positions, room);
    leaf_.insert(leaf_.end(), positions.begin(), positions.begin() + static_cast<std::ptrdiff_t>(bytes));
    positions = positions.subspan(bytes);
    if (used() >= leaf_bytes_) end_leaf();
  }
}

std::int64_t SegmentWriter::finish() {
  if (leaf_.size() > kLeafHeaderBytes) end_leaf();
  return number_ - 1;
}

}  // namespace storage
