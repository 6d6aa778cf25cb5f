#include "storage/merge_width.hpp"

#include "storage/fts5.hpp"

namespace storage {
namespace {

/// How many rows the index has, which FTS5 keeps in front of its averages: to count them would take a pass over all.
std::int64_t indexed_pages(Connection& connection) {
  Statement averages = connection.prepare("SELECT block FROM page_index_data WHERE id = 1");
  for (const Row row : averages.rows()) {
    auto bytes = row.bytes(0);
    return static_cast<std::int64_t>(take_varint(bytes));
  }
  return 0;
}

}  // namespace

MergeWidth::MergeWidth(Connection& connection)
    : connection_(connection),
      pages_(indexed_pages(connection)),
      is_wide_(connection.integer("SELECT count(*) FROM page_index_config WHERE k = 'usermerge'") > 0) {}

void MergeWidth::count_page() {
  ++pages_;
  if (is_wide_ || pages_ < kManyPages) return;
  connection_.execute(  // a crisis is when all are merged at once, and has to be more
      "INSERT INTO page_index(page_index, rank) VALUES ('usermerge', 16);"
      "INSERT INTO page_index(page_index, rank) VALUES ('automerge', 16);"
      "INSERT INTO page_index(page_index, rank) VALUES ('crisismerge', 32)");
  is_wide_ = true;
}

}  // namespace storage
