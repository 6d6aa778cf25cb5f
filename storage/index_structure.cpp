#include "storage/index_structure.hpp"

#include <algorithm>

#include "storage/segment_leaf.hpp"

namespace storage {
namespace {

constexpr std::int64_t kMostLeaves = (std::int64_t{1} << 31) - 1;
constexpr std::int64_t kMostIds = (1 << 16) - 1;
constexpr std::uint64_t kMostSegments = 2000;  // FTS5 has no more
constexpr std::uint64_t kWorkUnit = 64;        // leaves

std::int64_t take_number(IndexBytes& bytes, std::int64_t most) {
  const std::uint64_t number = bytes.take_varint();
  if (number > static_cast<std::uint64_t>(most)) throw UnknownFormat();
  return static_cast<std::int64_t>(number);
}

void append_number(std::vector<std::uint8_t>& bytes, std::uint64_t number) {
  std::array<std::uint8_t, kMostVarintBytes> written{};
  bytes.insert(bytes.end(), written.data(), write_varint(written.data(), number));
}

}  // namespace

IndexStructure::IndexStructure(std::span<const std::uint8_t> record) {
  IndexBytes bytes(record);
  std::ranges::copy(bytes.take(cookie_.size()), cookie_.begin());
  const std::uint64_t levels = bytes.take_varint();
  const std::uint64_t segments = bytes.take_varint();
  leaves_written_ = bytes.take_varint();
  if (levels > kMostSegments || segments > kMostSegments) throw UnknownFormat();
  for (std::uint64_t i = 0; i < levels; ++i) {
    Level& level = levels_.emplace_back(Level{.being_merged = bytes.take_varint(), .segments = {}});
    for (std::int64_t left = take_number(bytes, kMostSegments); left > 0; --left) {
      const std::int64_t id = take_number(bytes, kMostIds);
      const std::int64_t first = take_number(bytes, kMostLeaves);
      const std::int64_t last = take_number(bytes, kMostLeaves);
      level.segments.push_back({.id = id, .first_leaf = first, .last_leaf = last});
    }
  }
  if (this->segments() != segments || !bytes.is_over()) throw UnknownFormat();
}

std::vector<std::uint8_t> IndexStructure::record() const {
  std::vector<std::uint8_t> bytes(cookie_.begin(), cookie_.end());
  append_number(bytes, levels_.size());
  append_number(bytes, segments());
  append_number(bytes, leaves_written_);
  for (const auto& [being_merged, segments] : levels_) {
    append_number(bytes, being_merged);
    append_number(bytes, segments.size());
    for (const auto& [id, first_leaf, last_leaf] : segments) {
      for (const std::int64_t value : {id, first_leaf, last_leaf}) {
        append_number(bytes, static_cast<std::uint64_t>(value));
      }
    }
  }
  return bytes;
}

/// Those that are being merged are as others: each has its part of the terms.
std::vector<IndexStructure::Segment> IndexStructure::newest_first() const {
  std::vector<Segment> all;
  for (const Level& level : levels_) all.insert(all.end(), level.segments.rbegin(), level.segments.rend());
  return all;
}

std::int64_t IndexStructure::free_id() const {
  std::vector<std::int64_t> ids;
  for (const Segment& segment : newest_first()) ids.push_back(segment.id);
  std::ranges::sort(ids);
  std::int64_t free = 1;
  for (const std::int64_t id : ids) free += id == free ? 1 : 0;
  return free;
}

/// As FTS5's automerge has it: each level is gone through once for what was written.
std::int64_t IndexStructure::add(std::int64_t id, std::int64_t leaves) {
  if (levels_.empty()) levels_.emplace_back();
  levels_.front().segments.push_back({.id = id, .first_leaf = 1, .last_leaf = leaves});
  const std::uint64_t units_before = leaves_written_ / kWorkUnit;
  leaves_written_ += static_cast<std::uint64_t>(leaves);
  const std::uint64_t units = leaves_written_ / kWorkUnit - units_before;
  return static_cast<std::int64_t>(units * kWorkUnit * levels_.size());
}

std::size_t IndexStructure::segments() const {
  std::size_t count = 0;
  for (const Level& level : levels_) count += level.segments.size();
  return count;
}

}  // namespace storage
