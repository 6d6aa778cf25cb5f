#include "storage/pending_postings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "storage/segment_leaf.hpp"

namespace storage {
namespace {

constexpr std::size_t kMostPendingBytes = 16 << 20;
constexpr std::int64_t kTotalsRecord = 1;

/// Numbers as FTS5 writes them, one behind the other.
std::vector<std::uint8_t> written(const auto& numbers) {
  std::vector<std::uint8_t> bytes(numbers.size() * kMostVarintBytes);
  std::uint8_t* end = bytes.data();
  for (const auto number : numbers) end = write_varint(end, number);
  bytes.resize(static_cast<std::size_t>(end - bytes.data()));
  return bytes;
}

}  // namespace

PendingPostings::PendingPostings(Connection& connection)
    : connection_(connection),
      segment_(connection, "page_index"),
      insert_size_(connection.prepare("INSERT INTO page_index_docsize(id, sz) VALUES (?, ?)")),
      select_record_(connection.prepare("SELECT block FROM page_index_data WHERE id = ?")),
      replace_record_(connection.prepare("UPDATE page_index_data SET block = ?2 WHERE id = ?1")) {}

void PendingPostings::add(std::int64_t row, const PostingBuffer::RowTerms& columns) {
  const bool is_behind = rows_.empty() || row > rows_.back().id;
  if (!is_behind || buffer_.bytes() >= kMostPendingBytes) write();
  buffer_.add(row, columns, rows_.emplace_back(Row{.id = row}).words);
}

bool PendingPostings::contain(std::int64_t row) const {
  return std::ranges::binary_search(rows_, row, {}, &Row::id);
}

void PendingPostings::write() try {
  if (rows_.empty()) return;
  have_fts5_look_again();
  write_sizes();
  rows_.clear();
  if (buffer_.empty()) return;  // rows without a word
  IndexStructure structure = this->structure();
  const std::int64_t id = structure.free_id();
  segment_.begin(id);
  std::string term;
  buffer_.for_each([&](std::string_view text, std::span<const std::uint8_t> doclist) {
    segment_.add(term.assign(1, kTermPrefix).append(text), doclist);
  });
  const std::int64_t merging = structure.add(id, segment_.finish());
  replace_record_.run(IndexStructure::kRecord, std::span<const std::uint8_t>(structure.record()));
  buffer_.clear();
  if (merging > 0) {
    connection_.execute(fmt::format("INSERT INTO page_index(page_index, rank) VALUES ('merge', {})", merging));
  }
} catch (const UnknownFormat&) {
  throw StorageError(StorageErrorKind::kDamaged, connection_.name(), "the index is not as FTS5 makes it");
}

/// Within a transaction FTS5 keeps in memory what it has to write, and what it has read of its records. It writes at a
/// savepoint, and forgets both when that is rolled back; of savepoints it knows once it takes part in the transaction.
void PendingPostings::have_fts5_look_again() {
  connection_.execute("DELETE FROM page_index WHERE false; SAVEPOINT written; ROLLBACK TO written; RELEASE written");
}

IndexStructure PendingPostings::structure() {
  for (const storage::Row record : select_record_.rows(IndexStructure::kRecord)) return IndexStructure(record.bytes(0));
  throw UnknownFormat();
}

/// How many words each row has in each column, and all of them.
void PendingPostings::write_sizes() {
  std::array<std::uint64_t, 1 + PostingBuffer::kColumns> totals{};
  for (const storage::Row record : select_record_.rows(kTotalsRecord)) {
    IndexBytes bytes(record.bytes(0));
    for (std::size_t i = 0; i < totals.size() && !bytes.is_over(); ++i) totals[i] = bytes.take_varint();
  }
  totals[0] += rows_.size();
  for (const auto& [id, words] : rows_) {
    insert_size_.run(id, std::span<const std::uint8_t>(written(words)));
    for (std::size_t i = 0; i < words.size(); ++i) totals[1 + i] += words[i];
  }
  replace_record_.run(kTotalsRecord, std::span<const std::uint8_t>(written(totals)));
}

}  // namespace storage
