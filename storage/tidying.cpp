#include "storage/tidying.hpp"

#include <fmt/format.h>

namespace storage {
namespace {

constexpr int kShare = 50;
constexpr std::chrono::microseconds kMergeTimeOfPage(30);  // of the file, which is mostly texts
constexpr int kPagesOfStep = 500;                          // of the index, of 4 KiB

/// False if there is one segment already, which changes a row of FTS5 and nothing else
/// (https://www.sqlite.org/fts5.html#the_merge_command).
bool merge_some(Connection& connection) {
  const auto before = sqlite3_total_changes64(connection.handle());
  Transaction transaction(connection);
  connection.execute(fmt::format("INSERT INTO page_index(page_index, rank) VALUES ('merge', -{})", kPagesOfStep));
  transaction.commit();
  return sqlite3_total_changes64(connection.handle()) - before >= 2;
}

void merge(Connection& connection) {
  try {
    while (merge_some(connection)) {
    }
  } catch (const StorageError& error) {
    if (error.kind() != StorageErrorKind::kFull) throw;  // both are there for a while
  }
}

}  // namespace

void tidy(Database& database, std::chrono::steady_clock::duration took) {
  database.commit();
  const std::int64_t pages = database.connection().integer("PRAGMA page_count");
  if (pages * kMergeTimeOfPage * kShare <= took) merge(database.connection());
  database.shrink();
}

}  // namespace storage
