#include "storage/schema.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace storage {
namespace {

Connection memory() {
  return Connection(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
}

TEST(Schema, MarksTheFileAsOursAndTellsItsVersion) {
  Connection connection = memory();
  migrate(connection);
  EXPECT_EQ(connection.integer("PRAGMA application_id"), kApplicationId);
  EXPECT_EQ(connection.integer("PRAGMA user_version"), schema_version());
}

TEST(Schema, MigratingTwiceChangesNothing) {
  Connection connection = memory();
  migrate(connection);
  const auto before = connection.integer("PRAGMA schema_version");
  migrate(connection);
  EXPECT_EQ(connection.integer("PRAGMA schema_version"), before);
}

TEST(Schema, TablesAreNamedForWhatTheyHold) {
  Connection connection = memory();
  migrate(connection);
  std::set<std::string> names;
  Statement select = connection.prepare(
      "SELECT name FROM pragma_table_list WHERE type IN ('table', 'view', 'virtual')"
      " AND schema = 'main' AND name NOT LIKE 'sqlite%'");
  for (const Row row : select.rows()) names.emplace(row.text(0));
  EXPECT_EQ(names, (std::set<std::string>{"bounds", "canonicals", "crawls", "deferred", "frontier", "links", "meta",
                                          "page_index", "pages", "refusals", "robots", "sitemaps", "staged", "urls"}));
}

}  // namespace
}  // namespace storage
