#include "storage/sqlite.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

namespace storage {
namespace {

Connection memory() {
  return Connection(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
}

TEST(Statement, BindsEachTypeAndReadsItBack) {
  Connection connection = memory();
  Statement select = connection.prepare("SELECT ?, ?, ?, ?, ?, ?, typeof(?3), typeof(?6)");
  const std::vector<std::uint8_t> blob{0, 255, 7};
  for (const Row row : select.rows(std::int64_t{1} << 62, 1.5, std::string_view(), nullptr, std::optional<int>(3),
                                   std::span<const std::uint8_t>(blob))) {
    EXPECT_EQ(row.integer(0), std::int64_t{1} << 62);
    EXPECT_EQ(row.real(1), 1.5);
    EXPECT_EQ(row.text(2), "");
    EXPECT_FALSE(row.is_null(2)) << "an empty text is not NULL";
    EXPECT_TRUE(row.is_null(3));
    EXPECT_EQ(row.integer(4), 3);
    EXPECT_EQ(row.text(5), std::string_view("\0\xff\a", 3));
    EXPECT_EQ(row.text(7), "blob");
  }
}

TEST(Statement, TextMayContainNul) {
  Connection connection = memory();
  Statement select = connection.prepare("SELECT ?1, length(CAST(?1 AS BLOB))");
  const std::string_view text("a\0b", 3);
  for (const Row row : select.rows(text)) {
    EXPECT_EQ(row.text(0), text);
    EXPECT_EQ(row.integer(1), 3);
  }
}

TEST(Statement, RowsAreFetchedAsTheyAreAskedFor) {
  Connection connection = memory();
  Statement endless = connection.prepare(
      "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers) SELECT n FROM numbers");
  std::int64_t last = 0;
  for (const Row row : endless.rows()) {
    last = row.integer(0);
    if (last == 3) break;
  }
  EXPECT_EQ(last, 3);
  EXPECT_EQ(endless.integer(), 1) << "leaving the loop resets the statement";
}

TEST(Statement, RowsKeepTemporariesThatWereBound) {
  Connection connection = memory();
  Statement select = connection.prepare("SELECT ?");
  for (const Row row : select.rows(std::string(100, 'x'))) EXPECT_EQ(row.text(0), std::string(100, 'x'));
}

TEST(Statement, WithoutARowThereIsNoInteger) {
  Connection connection = memory();
  EXPECT_EQ(connection.prepare("SELECT 1 WHERE 0").integer(), std::nullopt);
}

TEST(Transaction, IsRolledBackUnlessCommitted) {
  Connection connection = memory();
  connection.execute("CREATE TABLE t(n)");
  {
    Transaction transaction(connection);
    connection.execute("INSERT INTO t VALUES (1)");
    transaction.commit();
  }
  const auto fail_half_way = [&] {
    const Transaction transaction(connection);
    connection.execute("INSERT INTO t VALUES (2)");
    throw std::runtime_error("half way");
  };
  EXPECT_THROW(fail_half_way(), std::runtime_error);
  EXPECT_EQ(connection.integer("SELECT group_concat(n) FROM t"), 1);
  EXPECT_FALSE(connection.in_transaction());
}

TEST(Connection, AnErrorNamesTheFileAndWhatSqliteSays) {
  Connection connection = memory();
  try {
    connection.execute("SELECT * FROM nowhere");
    FAIL();
  } catch (const StorageError& error) {
    EXPECT_EQ(error.kind(), StorageErrorKind::kDamaged);
    EXPECT_NE(std::string(error.what()).find("no such table: nowhere"), std::string::npos) << error.what();
  }
}

TEST(Connection, ABorrowedOneIsLeftOpen) {
  Connection owner = memory();
  {
    Connection borrowed = Connection::borrowed(owner.handle());
    borrowed.execute("CREATE TABLE t(n); INSERT INTO t VALUES (7)");
    const Connection moved = std::move(borrowed);
  }
  EXPECT_EQ(owner.integer("SELECT n FROM t"), 7);
}

TEST(Connection, AFolderThatIsNotThereCannotBeOpened) {
  try {
    const Connection connection("/nowhere/at/all.db", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    FAIL();
  } catch (const StorageError& error) {
    EXPECT_EQ(error.kind(), StorageErrorKind::kInputOutput);
    EXPECT_NE(std::string(error.what()).find("/nowhere/at/all.db"), std::string::npos);
  }
}

}  // namespace
}  // namespace storage
