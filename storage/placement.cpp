#include "storage/placement.hpp"

#include <algorithm>

namespace storage {
namespace {

constexpr std::int64_t kRowsOfPage = 64;  // at the most; a row of `pages` has more than 128 bytes
constexpr std::size_t kMostPages = 160;   // more leave no less empty; 64 left .04 more of the text

constexpr std::size_t kPageHeaderBytes = 8;
constexpr std::size_t kRowHeaderBytes = 2 + 3 + 4;  // where it is, its length, its rowid
constexpr std::size_t kOverflowBytes = 4;           // the number of a page

}  // namespace

Placement::Placement(std::size_t page_bytes, std::int64_t largest)
    : page_bytes_(page_bytes), stretch_(largest / kRowsOfPage) {}

std::int64_t Placement::rowid_for(std::size_t row_bytes) {
  const std::size_t bytes = bytes_in_page(row_bytes);
  Page& page = page_for(bytes);
  page.left_bytes -= std::min(bytes, page.left_bytes);
  const std::int64_t rowid = page.next--;
  if (rowid % kRowsOfPage == 0) close(page);
  return rowid;
}

/// What does not fit into a page is on pages of its own but for its beginning, which is so long that these are full, if
/// that is possible (https://www.sqlite.org/fileformat2.html#b_tree_pages).
std::size_t Placement::bytes_in_page(std::size_t row_bytes) const {
  const std::size_t most = page_bytes_ - 35;
  if (row_bytes <= most) return row_bytes + kRowHeaderBytes;
  const std::size_t least = (page_bytes_ - 12) * 32 / 255 - 23;
  const std::size_t beginning = least + (row_bytes - least) % (page_bytes_ - kOverflowBytes);
  return (beginning <= most ? beginning : least) + kOverflowBytes + kRowHeaderBytes;
}

Placement::Page& Placement::page_for(std::size_t bytes) {
  Page* best = nullptr;
  for (Page& page : pages_) {
    if (page.left_bytes >= bytes && (best == nullptr || page.left_bytes < best->left_bytes)) best = &page;
  }
  return best != nullptr ? *best : add_page();
}

Placement::Page& Placement::add_page() {
  if (pages_.size() == kMostPages) close(*std::ranges::min_element(pages_, {}, &Page::left_bytes));
  ++stretch_;
  return pages_.emplace_back(stretch_ * kRowsOfPage + kRowsOfPage - 1, page_bytes_ - kPageHeaderBytes);
}

void Placement::close(Page& page) {
  page = pages_.back();
  pages_.pop_back();
}

}  // namespace storage
