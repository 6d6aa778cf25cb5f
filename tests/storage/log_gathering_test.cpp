#include "storage/log_gathering.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/mount.h>

#include <csignal>
#include <filesystem>

#include "storage/sqlite.hpp"
#include "tests/storage/child_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace storage {
namespace {

using support::TemporaryFolder;

namespace fs = std::filesystem;

constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;

/// Some hundred pages with each call, more than the cache holds, so that some go to the log, and are read from there,
/// before the commit.
void change(Connection& connection) {
  connection.execute(R"sql(
    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 300)
      INSERT INTO rows(text) SELECT hex(randomblob(1000)) FROM numbers;
    UPDATE rows SET text = hex(randomblob(500)) || n WHERE n % 7 = 0;
    DELETE FROM rows WHERE n % 11 = 0)sql");
}

Connection connect(const fs::path& file) {
  Connection connection(file.string(), kFlags, log_gathering_vfs());
  connection.execute(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = 10;"
      "CREATE TABLE IF NOT EXISTS rows(n INTEGER PRIMARY KEY, text TEXT)");
  return connection;
}

std::int64_t rows(Connection& connection) {
  return connection.integer("SELECT count(*) FROM rows WHERE length(text) > 999");
}

bool is_sound(Connection& connection) {
  return connection.integer("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'") == 1;
}

TEST(LogGathering, OthersReadAtOnceWhatWasCommittedAndNothingElse) {
  const TemporaryFolder folder;
  Connection writer = connect(folder / "a.db");
  Connection reader((folder / "a.db").string(), SQLITE_OPEN_READONLY);
  for (int round = 0; round < 20; ++round) {
    const std::int64_t before = rows(writer);
    {
      Transaction transaction(writer);
      change(writer);
      EXPECT_GT(rows(writer), before);
      EXPECT_EQ(rows(reader), before);
      if (round % 3 == 0) continue;
      transaction.commit();
    }
    ASSERT_EQ(rows(reader), rows(writer));
    ASSERT_GT(rows(reader), before);
    ASSERT_TRUE(is_sound(reader));
  }
}

TEST(LogGathering, WhatWasRolledBackIsGone) {
  const TemporaryFolder folder;
  Connection writer = connect(folder / "a.db");
  change(writer);
  const std::int64_t before = rows(writer);
  {
    const Transaction transaction(writer);
    change(writer);
  }
  EXPECT_EQ(rows(writer), before);
  change(writer);
  EXPECT_TRUE(is_sound(writer));
}

TEST(LogGathering, AKillTakesAlongOnlyWhatWasNotCommitted) {
  const TemporaryFolder folder;
  const auto ended = in_child([&] {
    Connection writer = connect(folder / "a.db");
    change(writer);
    connect(folder / "expected.db").execute(fmt::format("INSERT INTO rows VALUES ({}, '')", rows(writer)));
    const Transaction transaction(writer);
    change(writer);
    raise(SIGKILL);
    return 0;
  });
  EXPECT_FALSE(ended.has_value());
  Connection left((folder / "a.db").string(), kFlags);
  Connection expected((folder / "expected.db").string(), kFlags);
  EXPECT_EQ(rows(left), expected.integer("SELECT n FROM rows"));
  EXPECT_TRUE(is_sound(left));
}

TEST(LogGathering, ATransactionWhenThereIsRoomAgainIsWhole) {
  const TemporaryFolder folder;
  if (mount("sitedex-test", folder.path().c_str(), "tmpfs", 0, "size=4m") != 0)
    GTEST_SKIP() << "wants to mount a tmpfs";
  {
    Connection writer = connect(folder / "a.db");
    change(writer);
    const std::int64_t before = rows(writer);
    const auto fill = [&] {
      Transaction transaction(writer);
      for (int round = 0; round < 20; ++round) change(writer);
      transaction.commit();
    };
    EXPECT_THROW(fill(), StorageError);
    EXPECT_EQ(mount("", folder.path().c_str(), "", MS_REMOUNT, "size=40m"), 0);
    EXPECT_EQ(rows(writer), before);
    fill();
    EXPECT_TRUE(is_sound(writer));
  }
  {
    Connection left((folder / "a.db").string(), kFlags);
    EXPECT_TRUE(is_sound(left));
    EXPECT_GT(rows(left), 1000);
  }
  EXPECT_EQ(umount(folder.path().c_str()), 0);
}

// SQLite may undo a statement alone, and go on.
TEST(LogGathering, WhatAFullDiskKeptOutIsThereWhenATransactionGoesOn) {
  const TemporaryFolder folder;
  if (mount("sitedex-test", folder.path().c_str(), "tmpfs", 0, "size=4m") != 0)
    GTEST_SKIP() << "wants to mount a tmpfs";
  {
    Connection writer = connect(folder / "a.db");
    change(writer);
    Transaction transaction(writer);
    std::int64_t before = 0;
    const auto read_all = [&] {
      for (int round = 0; round < 20; ++round) {
        change(writer);
        before = rows(writer);
      }
    };
    EXPECT_THROW(read_all(), StorageError);
    EXPECT_EQ(mount("", folder.path().c_str(), "", MS_REMOUNT, "size=40m"), 0);
    if (sqlite3_get_autocommit(writer.handle()) == 0) {
      change(writer);
      transaction.commit();
    }
    EXPECT_TRUE(is_sound(writer));
  }
  EXPECT_EQ(umount(folder.path().c_str()), 0);
}

TEST(LogGathering, AFullDiskKeepsNobodyFromReading) {
  const TemporaryFolder folder;
  if (mount("sitedex-test", folder.path().c_str(), "tmpfs", 0, "size=4m") != 0)
    GTEST_SKIP() << "wants to mount a tmpfs";
  {
    Connection writer = connect(folder / "a.db");
    change(writer);
    const std::int64_t before = rows(writer);
    const auto fill = [&] {
      Transaction transaction(writer);
      for (int round = 0; round < 20; ++round) change(writer);
      transaction.commit();
    };
    EXPECT_THROW(fill(), StorageError);
    EXPECT_EQ(rows(writer), before);
    EXPECT_TRUE(is_sound(writer));
  }
  EXPECT_EQ(umount(folder.path().c_str()), 0);
}

TEST(LogGathering, OfWhatHasNoFileSaysSo) {
  EXPECT_THROW(Connection("/nowhere/a.db", kFlags, log_gathering_vfs()), StorageError);
}

}  // namespace
}  // namespace storage
