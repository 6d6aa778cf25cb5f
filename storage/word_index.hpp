#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>
#include <vector>

#include "storage/index_structure.hpp"
#include "storage/query.hpp"
#include "storage/sqlite.hpp"
#include "storage/word_rows.hpp"

namespace storage {

/// Reads an FTS5 index in its own tables (https://www.sqlite.org/fts5.html#appendix_a), as far as words are asked for:
/// FTS5 takes ten times as long to hand out what it has read, and reads all of it a second time to count. Knows one
/// version of the format, the fourth, and throws `UnknownFormat` where it is another, or where the tables contradict
/// themselves. One thread, within a snapshot.
class WordIndex {
 public:
  WordIndex(Connection& connection, std::string_view table);

  /// Whether the tables have all that FTS5 knows: of what is not committed it has a part in memory.
  bool is_whole() const;

  /// Looks up which segments there are. What `rows_of` has returned before goes first.
  void look();

  /// The rows that have `word`, since `look`. Some 5 us for each segment, and 10 ns for each row.
  WordRows rows_of(const Word& word);

  /// How many rows there are, and then how many words they have in each column.
  std::vector<double> totals();

 private:
  Statement& free_leaves();

  Connection& connection_;
  std::string leaves_sql_;
  Statement structure_, totals_, leaf_of_;
  std::deque<Statement> leaves_;  // of which the first ones are in use
  std::size_t used_ = 0;
  std::vector<IndexStructure::Segment> segments_;  // what was written last comes first
};

}  // namespace storage
