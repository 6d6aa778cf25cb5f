#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace storage {

/// Chooses the rowids of a table with long rows so that they fill its pages. In the order in which rows come, a page
/// often has no room for the next one: of an index of C++ reference pages .36 of the text was empty, and is .05.
///
/// A page of the table holds the rowids of a stretch, which is filled from its end: the largest one is what SQLite
/// keeps above the page, and leads there whatever is put in before it. A row goes to the page that it fills best (best
/// fit) of the last 160 that have room. What is said of rows here need not be exact: where it is wrong, SQLite splits a
/// page.
class Placement {
 public:
  /// For a table with pages of `page_bytes`, all of whose rowids are up to `largest`; 0 if it has none.
  Placement(std::size_t page_bytes, std::int64_t largest);

  /// A rowid for a new row, which is `row_bytes` long (https://www.sqlite.org/fileformat2.html#record_format).
  std::int64_t rowid_for(std::size_t row_bytes);

 private:
  struct Page {
    std::int64_t next;  ///< counts down
    std::size_t left_bytes;
  };

  std::size_t bytes_in_page(std::size_t row_bytes) const;
  Page& page_for(std::size_t bytes);
  Page& add_page();
  void close(Page& page);

  std::size_t page_bytes_;
  std::int64_t stretch_;     ///< of the last page
  std::vector<Page> pages_;  ///< with room, as far as is known
};

}  // namespace storage
