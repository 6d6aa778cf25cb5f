#include "storage/word_index.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

namespace storage {
namespace {

constexpr std::int64_t kVersion = 4;
// Of the number of a leaf among the blocks of an index, its own; before that comes the number of its segment.
constexpr int kLeafBits = 37;
constexpr std::int64_t kLeafMask = (std::int64_t{1} << 31) - 1;
constexpr std::size_t kCookieBytes = 4;
constexpr std::uint64_t kMostSegments = 2000;  // FTS5 has no more

std::int64_t number(IndexBytes& bytes, std::int64_t most) {
  const std::uint64_t number = bytes.take_varint();
  if (number > static_cast<std::uint64_t>(most)) throw UnknownFormat();
  return static_cast<std::int64_t>(number);
}

/// As FTS5 writes it: without a prefix index there is but one kind of terms.
std::string written(std::string_view term) {
  return '0' + std::string(term);
}

}  // namespace

WordIndex::WordIndex(Connection& connection, std::string_view table)
    : connection_(connection),
      leaves_sql_(fmt::format("SELECT block, id & {} FROM {}_data WHERE id BETWEEN ? AND ?", kLeafMask, table)),
      structure_(connection.prepare(fmt::format("SELECT block, (SELECT v FROM {0}_config WHERE k = 'version')"
                                                " FROM {0}_data WHERE id = 10",
                                                table))),
      totals_(connection.prepare(fmt::format("SELECT block FROM {}_data WHERE id = 1", table))),
      leaf_of_(connection.prepare(fmt::format(
          "SELECT pgno >> 1 FROM {}_idx WHERE segid = ? AND term <= ? ORDER BY term DESC LIMIT 1", table))) {}

bool WordIndex::is_whole() const {
  return sqlite3_txn_state(connection_.handle(), nullptr) != SQLITE_TXN_WRITE;
}

void WordIndex::look() {
  used_ = 0;
  segments_.clear();
  for (const Row row : structure_.rows()) {
    if (row.integer(1) != kVersion) break;
    segments_ = read_segments(row.bytes(0));
    return;
  }
  throw UnknownFormat();
}

/// Levels, the newest first, of segments, the oldest first. Those that are being merged are as others: each has its
/// part of the terms.
std::vector<WordIndex::Segment> WordIndex::read_segments(std::span<const std::uint8_t> structure) {
  IndexBytes bytes(structure);
  bytes.take(kCookieBytes);
  const std::uint64_t levels = bytes.take_varint();
  const std::uint64_t segments = bytes.take_varint();
  bytes.take_varint();  // how much was written ever
  if (levels > kMostSegments || segments > kMostSegments) throw UnknownFormat();
  std::vector<Segment> read;
  for (std::uint64_t level = 0; level < levels; ++level) {
    bytes.take_varint();  // how many of them are being merged
    const std::size_t begin = read.size();
    for (std::int64_t left = number(bytes, kMostSegments); left > 0; --left) {
      const std::int64_t id = number(bytes, (1 << 16) - 1);
      const std::int64_t first = number(bytes, kLeafMask);
      const std::int64_t last = number(bytes, kLeafMask);
      read.push_back({id, first, last});
    }
    std::reverse(read.begin() + static_cast<std::ptrdiff_t>(begin), read.end());
  }
  if (read.size() != segments || !bytes.is_over()) throw UnknownFormat();
  return read;
}

Statement& WordIndex::free_leaves() {
  if (used_ == leaves_.size()) leaves_.push_back(connection_.prepare(leaves_sql_));
  return leaves_[used_];
}

WordRows WordIndex::rows_of(const Word& word) {
  std::vector<WordRows::Source> sources;
  for (std::size_t i = 0; i < word.terms.size(); ++i) {
    const std::string term = written(word.terms[i]);
    const std::span<const std::uint8_t> bytes(reinterpret_cast<const std::uint8_t*>(term.data()), term.size());
    for (const Segment& segment : segments_) {
      const std::int64_t leaf = std::max(leaf_of_.integer(segment.id, bytes).value_or(0), segment.first_leaf);
      const std::int64_t base = segment.id << kLeafBits;
      Doclist rows(free_leaves().rows(base + leaf, base + segment.last_leaf), leaf, term);
      if (rows.is_over()) continue;
      sources.push_back({.rows = std::move(rows), .term = i});
      ++used_;
    }
  }
  return WordRows(std::move(sources));
}

std::vector<double> WordIndex::totals() {
  for (const Row row : totals_.rows()) {
    std::vector<double> totals;
    for (IndexBytes bytes(row.bytes(0)); !bytes.is_over();) totals.push_back(static_cast<double>(bytes.take_varint()));
    return totals;
  }
  throw UnknownFormat();
}

}  // namespace storage
