#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "storage/doclist.hpp"
#include "storage/page_count.hpp"

namespace storage {

/// The rows of an FTS5 index that have one of some terms, ascending, and where these stand in each. Throws what a
/// `Doclist` throws. One thread.
class WordRows {
 public:
  /// What one segment has of one of the terms.
  struct Source {
    Doclist rows;
    std::size_t term = 0;
  };

  /// Of each term what was written last comes first: it says what is so.
  explicit WordRows(std::vector<Source> sources);

  bool is_over() const { return row_ == kNone; }
  std::int64_t row() const { return row_; }
  /// Good until `next`.
  std::span<const std::uint8_t> positions() const { return positions_; }

  void next();
  /// To the first row that is not before `row`.
  void seek(std::int64_t row) {
    while (row_ < row) next();
  }

  /// How many rows there are; goes on as far as that has to be known.
  PageCount count();
  /// How many there are up to here.
  PageCount count_so_far();

  static constexpr std::int64_t kNone = std::numeric_limits<std::int64_t>::max();  ///< is behind all rows

 private:
  void pass_row();
  void find_row();
  void find_lead();
  void join_terms();

  std::vector<Source> sources_;
  Source* lead_ = nullptr;       // that has the row
  std::int64_t others_ = kNone;  // first row of these
  std::int64_t row_ = 0;
  std::span<const std::uint8_t> positions_{};
  PageCount count_;
  std::vector<std::uint8_t> joined_;  // positions of several terms
};

}  // namespace storage
