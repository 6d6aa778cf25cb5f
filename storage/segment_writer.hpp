#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite.hpp"

namespace storage {

/// Writes a segment of an FTS5 index into its own tables, as FTS5 does (https://www.sqlite.org/fts5.html#appendix_a),
/// but without what lets a reader jump within the doclist of a common word: merges make that. One thread, in a
/// transaction.
class SegmentWriter {
 public:
  /// Of the FTS5 table `table`. Statements are kept for many segments.
  SegmentWriter(Connection& connection, std::string_view table);

  /// Begins the segment `id`, which no other one has.
  void begin(std::int64_t id);

  /// `term` comes behind all before; `doclist` is as FTS5 stores it.
  void add(std::string_view term, std::span<const std::uint8_t> doclist);

  /// Returns how many leaves there are, from number 1 on.
  std::int64_t finish();

 private:
  void begin_term(std::string_view term);
  void add_row(std::uint64_t difference, std::span<const std::uint8_t> positions);
  void add_number(std::uint64_t number);
  std::size_t used() const { return leaf_.size() + terms_.size(); }
  void begin_leaf();
  void end_leaf();

  Statement leaf_statement_, first_term_statement_;
  const std::size_t leaf_bytes_;  ///< about as many
  std::int64_t segment_ = 0;
  std::int64_t number_ = 1;         ///< of the leaf
  std::vector<std::uint8_t> leaf_;  ///< but for where its terms are
  std::vector<std::uint8_t> terms_;
  std::size_t last_term_ = 0;  ///< where it begins in the leaf; 0: it has none
  bool has_row_ = false;       ///< the leaf: of the term that it begins with, or of one of its own
  std::string term_;
  std::int64_t row_ = 0;  ///< of the term
};

}  // namespace storage
