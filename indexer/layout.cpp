#include "indexer/layout.hpp"

#include "indexer/packed_numbers.hpp"

namespace indexer {

void LayoutWriter::add(const MainBlock& block) {
  // Nearly always 0; to look for the next one is faster than to look at each byte.
  std::uint64_t ends = 0;
  for (std::size_t at = block.text.find('\n'); at != block.text.npos; at = block.text.find('\n', at + 1)) ++ends;
  const bool is_heading = block.is_heading && ends == 0;
  if (ends == 0 && !is_heading) {
    ++plain_;
    return;
  }
  append_number(bytes_, plain_);
  append_number(bytes_, ends);  // 0: a heading
  plain_ = 0;
}

LayoutReader::Shape LayoutReader::next() {
  if (is_last_) return {};
  if (plain_ > 0) {
    --plain_;
    return {};
  }
  const Shape shape = shape_;
  read();
  return shape;
}

void LayoutReader::read() {
  is_last_ = left_.empty();
  plain_ = take_number(left_);
  const std::uint64_t ends = take_number(left_);
  shape_ = {.lines = ends + 1, .is_heading = ends == 0};
}

std::string_view LineReader::take(std::uint64_t lines) {
  std::size_t end = text_.find('\n');
  for (; lines > 1 && end != text_.npos; --lines) end = text_.find('\n', end + 1);
  const std::string_view taken = text_.substr(0, end);
  is_over_ = end == text_.npos;
  text_.remove_prefix(is_over_ ? text_.size() : end + 1);
  return taken;
}

std::vector<MainBlock> blocks_of(std::string_view body, std::string_view layout) {
  std::vector<MainBlock> blocks;
  LayoutReader shapes(layout);
  for (LineReader lines(body); !lines.is_over();) {
    const auto [count, is_heading] = shapes.next();
    blocks.push_back({.text = lines.take(count), .is_heading = is_heading});
  }
  return blocks;
}

}  // namespace indexer
