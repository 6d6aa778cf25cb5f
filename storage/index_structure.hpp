#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace storage {

/// Of which segments an FTS5 index is made, as it says in a record of its own
/// (https://www.sqlite.org/fts5.html#appendix_a). A value.
class IndexStructure {
 public:
  /// Where it stands in the index's table of data.
  static constexpr std::int64_t kRecord = 10;

  struct Segment {
    std::int64_t id = 0;
    std::int64_t first_leaf = 0;
    std::int64_t last_leaf = 0;
  };

  /// Reads a record; throws `UnknownFormat`.
  explicit IndexStructure(std::span<const std::uint8_t> record);

  std::vector<std::uint8_t> record() const;

  /// What was written last comes first.
  std::vector<Segment> newest_first() const;

  /// A number that no segment has.
  std::int64_t free_id() const;

  /// That a segment has been written, with leaves from 1 to `leaves`. Returns how many leaves' merging that is worth,
  /// for as many segments to be left as FTS5 leaves of its own.
  std::int64_t add(std::int64_t id, std::int64_t leaves);

 private:
  struct Level {
    std::uint64_t being_merged = 0;  ///< of its segments, the first ones
    std::vector<Segment> segments;   ///< the oldest first
  };

  std::size_t segments() const;

  std::array<std::uint8_t, 4> cookie_{};
  std::uint64_t leaves_written_ = 0;  ///< ever
  std::vector<Level> levels_;         ///< the newest first
};

}  // namespace storage
