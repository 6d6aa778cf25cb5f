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

/// All that SQLite knows of the schema, without the text that it was written in.
std::multiset<std::string> facts_of(Connection& connection) {
  std::multiset<std::string> facts;
  for (const char* const query : {
           "SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main'",
           "SELECT tables.name, columns.* FROM pragma_table_list AS tables, pragma_table_xinfo(tables.name) AS columns"
           " WHERE tables.schema = 'main' AND tables.name NOT LIKE 'sqlite%'",
           "SELECT tables.name, keys.* FROM pragma_table_list AS tables, pragma_foreign_key_list(tables.name) AS keys",
           "SELECT tables.name, indexes.name, indexes.\"unique\", indexes.origin, indexes.partial, columns.*"
           "  FROM pragma_table_list AS tables, pragma_index_list(tables.name) AS indexes,"
           "       pragma_index_xinfo(indexes.name) AS columns",
           "SELECT name, sql LIKE '%CHECK (%' FROM sqlite_schema WHERE type = 'table'",
           "SELECT name, sql FROM sqlite_schema WHERE type IN ('view', 'trigger') OR sql LIKE '%VIRTUAL%'",
           "SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL",
           "SELECT * FROM page_index_config",
           "SELECT * FROM anchor_index_config",
       }) {
    Statement select = connection.prepare(query);
    for (const Row row : select.rows()) {
      std::string fact(query);
      for (int i = 0; i < row.columns(); ++i) fact.append(" | ").append(row.text(i));
      facts.insert(std::move(fact));
    }
  }
  return facts;
}

TEST(Schema, OfANewFileIsWhatTheMigrationsComeTo) {
  Connection fresh = memory(), migrated = memory();
  migrate(fresh);
  migrate(migrated, 1);
  migrate(migrated);
  EXPECT_EQ(facts_of(fresh), facts_of(migrated));
}

TEST(Schema, TablesAreNamedForWhatTheyHold) {
  Connection connection = memory();
  migrate(connection);
  std::set<std::string> names;
  Statement select = connection.prepare(
      "SELECT name FROM pragma_table_list WHERE type IN ('table', 'view', 'virtual')"
      " AND schema = 'main' AND name NOT LIKE 'sqlite%'");
  for (const Row row : select.rows()) names.emplace(row.text(0));
  EXPECT_EQ(names, (std::set<std::string>{
                       "anchor_index", "anchors",    "bounds", "canonicals", "crawls", "deferred",   "frontier",
                       "job_samples",  "job_states", "jobs",   "links",      "meta",   "page_index", "pages",
                       "refusals",     "repeats",    "robots", "sitemaps",   "staged", "texts",      "urls"}));
}

}  // namespace
}  // namespace storage
