#include "storage/word_index.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

namespace storage {
namespace {

constexpr std::int64_t kVersion = 4;
// What a leaf's number is in that of its record.
constexpr std::int64_t kLeafMask = leaf_record(1, 0) - 1;

}  // namespace

WordIndex::WordIndex(Connection& connection, std::string_view table)
    : connection_(connection),
      leaves_sql_(fmt::format("SELECT block, id & {} FROM {}_data WHERE id BETWEEN ? AND ?", kLeafMask, table)),
      structure_(connection.prepare(fmt::format("SELECT block, (SELECT v FROM {0}_config WHERE k = 'version')"
                                                " FROM {0}_data WHERE id = {1}",
                                                table, IndexStructure::kRecord))),
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
    segments_ = IndexStructure(row.bytes(0)).newest_first();
    return;
  }
  throw UnknownFormat();
}

Statement& WordIndex::free_leaves() {
  if (used_ == leaves_.size()) leaves_.push_back(connection_.prepare(leaves_sql_));
  return leaves_[used_];
}

WordRows WordIndex::rows_of(const Word& word) {
  std::vector<WordRows::Source> sources;
  for (std::size_t i = 0; i < word.terms.size(); ++i) {
    const std::string term = kTermPrefix + word.terms[i];
    const std::span<const std::uint8_t> bytes(reinterpret_cast<const std::uint8_t*>(term.data()), term.size());
    for (const IndexStructure::Segment& segment : segments_) {
      const std::int64_t leaf = std::max(leaf_of_.integer(segment.id, bytes).value_or(0), segment.first_leaf);
      Doclist rows(free_leaves().rows(leaf_record(segment.id, leaf), leaf_record(segment.id, segment.last_leaf)), leaf,
                   term);
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
