#pragma once

#include <cstdint>
#include <vector>

#include "storage/index_structure.hpp"
#include "storage/posting_buffer.hpp"
#include "storage/segment_writer.hpp"
#include "storage/sqlite.hpp"

namespace storage {

/// Postings of pages that were stored since the last commit, on their way into the index: FTS5's table `page_index`,
/// whose own tables they are written to in segments, for to tell FTS5 each word takes twice as long. Nobody finds them
/// before. FTS5 itself removes and replaces rows, and merges. The writer's thread, within one transaction from the
/// first row until `write`.
class PendingPostings {
 public:
  explicit PendingPostings(Connection& connection);

  /// Adds those of a row that has none, by the columns of `page_index`. They are written now and then, when they take
  /// 16 MiB, or a row comes that is not behind the last one.
  void add(std::int64_t row, const PostingBuffer::RowTerms& columns);

  /// Whether those of a row are here: FTS5 knows nothing of them.
  bool contain(std::int64_t row) const;

  /// Makes a segment of what there is.
  void write();

 private:
  struct Row {
    std::int64_t id = 0;
    PostingBuffer::Sizes words{};
  };

  void have_fts5_look_again();
  IndexStructure structure();
  void write_sizes();

  Connection& connection_;
  PostingBuffer buffer_;
  std::vector<Row> rows_;  ///< ascending
  SegmentWriter segment_;
  Statement insert_size_, select_record_, replace_record_;
};

}  // namespace storage
