#include "storage/compatibility.hpp"

#include <fmt/format.h>

#include "indexer/tokenizer.hpp"
#include "storage/schema.hpp"

namespace storage {

void require_known(std::int64_t version, std::string_view file) {
  if (version <= schema_version()) return;
  throw StorageError(StorageErrorKind::kNewerVersion,
                     fmt::format("{}: written by a newer version of sitedex (schema {}, this one knows {})", file,
                                 version, schema_version()));
}

void require_current(std::int64_t version, std::string_view file) {
  require_known(version, file);
  if (version == schema_version()) return;
  throw StorageError(
      StorageErrorKind::kOlderVersion,
      fmt::format(
          "{}: written by an earlier version of sitedex (schema {}, this one reads {}): sitedex check or a crawl"
          " brings it up to date",
          file, version, schema_version()));
}

std::string stored_analyzer(Connection& connection) {
  Statement select = connection.prepare("SELECT value FROM meta WHERE key = 'analyzer'");
  for (const Row row : select.rows()) return std::string(row.text(0));
  return {};
}

void require_index(Connection& connection) {
  const std::string_view file = connection.name();
  if (connection.integer("PRAGMA main.application_id") != kApplicationId) {
    throw StorageError(StorageErrorKind::kNotOurs, fmt::format("{}: not a database of sitedex", file));
  }
  require_current(connection.integer("PRAGMA main.user_version"), file);
  if (stored_analyzer(connection) == indexer::analyzer_version()) return;
  throw StorageError(
      StorageErrorKind::kOlderVersion,
      fmt::format("{}: was indexed by another version: sitedex check or a crawl brings it up to date", file));
}

}  // namespace storage
