#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace indexer {

/// A block of main content: a paragraph, a heading, an item, a cell, a `pre`.
struct MainBlock {
  std::string_view text;    ///< not empty
  bool is_heading = false;  ///< is a line of `Document::headings`, and not the page's title (h1)
};

/// How blocks lie in the lines of a text. Nearly all are one line, and no heading: only the others are written down, in
/// two bytes each, or little more.
class LayoutWriter {
 public:
  /// The next block. A heading of several lines is taken for none.
  void add(const MainBlock& block);

  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
  std::uint64_t plain_ = 0;  ///< blocks since the last one that was written down
};

/// Reads what a `LayoutWriter` wrote, which must outlive it. No bytes at all: each line is a block. Any bytes will do.
class LayoutReader {
 public:
  struct Shape {
    std::uint64_t lines = 1;  ///< from 1
    bool is_heading = false;
  };

  explicit LayoutReader(std::string_view bytes) : left_(bytes) { read(); }

  /// Of the next block; there is always one more.
  Shape next();

 private:
  void read();

  std::string_view left_;
  std::uint64_t plain_ = 0;  ///< blocks before the one that `shape_` is of
  bool is_last_ = false;     ///< no block is of `shape_`
  Shape shape_;
};

/// Takes lines from the front of a text, which must outlive it.
class LineReader {
 public:
  explicit LineReader(std::string_view text) : text_(text), is_over_(text.empty()) {}

  bool is_over() const { return is_over_; }

  /// The next lines without the last line's end: so many, or those that there are.
  std::string_view take(std::uint64_t lines);

 private:
  std::string_view text_;
  bool is_over_;
};

/// The blocks of `body`, which lie in it as `layout` says.
std::vector<MainBlock> blocks_of(std::string_view body, std::string_view layout);

}  // namespace indexer
