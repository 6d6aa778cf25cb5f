#include "storage/write_gathering.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/mount.h>

#include <csignal>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

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
  Connection connection(file.string(), kFlags, gathering_vfs());
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

TEST(WriteGathering, OthersReadAtOnceWhatWasCommittedAndNothingElse) {
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

TEST(WriteGathering, WhatWasRolledBackIsGone) {
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

TEST(WriteGathering, AKillTakesAlongOnlyWhatWasNotCommitted) {
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

/// What the file holds without its log.
std::int64_t rows_without_log(const fs::path& file) {
  fs::copy_file(file, file.parent_path() / "copy.db", fs::copy_options::overwrite_existing);
  Connection copy("file:" + (file.parent_path() / "copy.db").string() + "?immutable=1",
                  SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
  EXPECT_TRUE(is_sound(copy));
  return rows(copy);
}

TEST(WriteGathering, ACheckpointIsInTheFileWhenItIsOver) {
  const TemporaryFolder folder;
  Connection writer = connect(folder / "a.db");
  for (int round = 0; round < 5; ++round) {
    change(writer);
    EXPECT_EQ(writer.integer("PRAGMA wal_checkpoint(PASSIVE)"), 0);
    EXPECT_EQ(rows_without_log(folder / "a.db"), rows(writer));
  }
}

TEST(WriteGathering, OthersReadWhatIsCommittedWithoutALog) {
  const TemporaryFolder folder;
  Connection writer = connect(folder / "a.db");
  writer.execute("PRAGMA journal_mode = DELETE");
  for (int round = 0; round < 5; ++round) {
    {
      const Transaction undone(writer);
      change(writer);
    }
    change(writer);
    Connection reader((folder / "a.db").string(), SQLITE_OPEN_READONLY);
    EXPECT_EQ(rows(reader), rows(writer));
    EXPECT_TRUE(is_sound(reader));
  }
}

/// A disk of 4 MB, and a file on it with what has been committed.
class SmallDisk : public testing::Test {
 protected:
  void SetUp() override {
    if (mount("sitedex-test", folder_.path().c_str(), "tmpfs", 0, "size=4m") != 0)
      GTEST_SKIP() << "wants to mount a tmpfs";
    writer_.emplace(connect(folder_ / "a.db"));
    change(*writer_);
  }

  void TearDown() override {
    if (!writer_) return;
    writer_.reset();
    EXPECT_EQ(umount(folder_.path().c_str()), 0);
  }

  void make_room() { EXPECT_EQ(mount("", folder_.path().c_str(), "", MS_REMOUNT, "size=40m"), 0); }

  /// More than fits, in one transaction.
  void fill() {
    Transaction transaction(*writer_);
    for (int round = 0; round < 20; ++round) change(*writer_);
    transaction.commit();
  }

  TemporaryFolder folder_;
  std::optional<Connection> writer_;
};

TEST_F(SmallDisk, ATransactionWhenThereIsRoomAgainIsWhole) {
  EXPECT_THROW(fill(), StorageError);
  make_room();
  fill();
  EXPECT_TRUE(is_sound(*writer_));
  EXPECT_GT(rows(*writer_), 1000);
}

// SQLite may undo a statement alone, and go on: what it has written before has to be in the log then.
TEST_F(SmallDisk, WhatItKeptOutIsThereWhenThereIsRoomAgain) {
  sqlite3_vfs* const vfs = sqlite3_vfs_find(gathering_vfs());
  std::vector<std::max_align_t> memory(static_cast<std::size_t>(vfs->szOsFile) / sizeof(std::max_align_t) + 1);
  auto* const log = reinterpret_cast<sqlite3_file*>(memory.data());
  support::write_bytes(folder_ / "b.db", "");
  const std::string name = (folder_ / "b.db-wal").string();
  ASSERT_EQ(vfs->xOpen(vfs, name.c_str(), log, kFlags | SQLITE_OPEN_WAL, nullptr), SQLITE_OK);
  const std::string page(4096, 'x');
  std::int64_t written = 0;
  int code = SQLITE_OK;
  while ((code = log->pMethods->xWrite(log, page.data(), 4096, written)) == SQLITE_OK && written < 8'000'000)
    written += 4096;
  EXPECT_EQ(code, SQLITE_FULL);
  make_room();
  std::string read(4096, ' ');
  for (std::int64_t at = 0; at < written; at += 4096) {
    ASSERT_EQ(log->pMethods->xRead(log, read.data(), 4096, at), SQLITE_OK) << at;
    ASSERT_EQ(read, page) << at;
  }
  EXPECT_EQ(log->pMethods->xClose(log), SQLITE_OK);
}

// Others may have written the page when there is room again.
TEST_F(SmallDisk, WhatADatabaseFoundNoRoomForIsNotWrittenLater) {
  sqlite3_vfs* const vfs = sqlite3_vfs_find(gathering_vfs());
  std::vector<std::max_align_t> memory(static_cast<std::size_t>(vfs->szOsFile) / sizeof(std::max_align_t) + 1);
  auto* const file = reinterpret_cast<sqlite3_file*>(memory.data());
  const std::string name = (folder_ / "b.db").string();
  ASSERT_EQ(vfs->xOpen(vfs, name.c_str(), file, kFlags | SQLITE_OPEN_MAIN_DB, nullptr), SQLITE_OK);
  std::ofstream(folder_ / "filler") << std::string(8'000'000, 'f');
  ASSERT_EQ(fs::space(folder_.path()).available, 0);
  const std::string page(4096, 'x');
  ASSERT_EQ(file->pMethods->xWrite(file, page.data(), 4096, 0), SQLITE_OK);
  EXPECT_EQ(file->pMethods->xSync(file, SQLITE_SYNC_NORMAL), SQLITE_FULL);
  make_room();
  support::write_bytes(folder_ / "b.db", "later");
  EXPECT_EQ(file->pMethods->xSync(file, SQLITE_SYNC_NORMAL), SQLITE_OK);
  EXPECT_EQ(file->pMethods->xClose(file), SQLITE_OK);
  EXPECT_EQ(fs::file_size(folder_ / "b.db"), 5);
}

TEST_F(SmallDisk, ACheckpointThatFoundNoRoomIsMadeWhenThereIsSome) {
  writer_->execute("PRAGMA wal_autocheckpoint = 0");
  while (fs::space(folder_.path()).available > 1'000'000) change(*writer_);
  const std::int64_t before = rows(*writer_);
  EXPECT_THROW(writer_->execute("PRAGMA wal_checkpoint(TRUNCATE)"), StorageError);
  EXPECT_EQ(rows(*writer_), before);
  make_room();
  writer_->execute("PRAGMA wal_checkpoint(TRUNCATE)");
  EXPECT_EQ(rows_without_log(folder_ / "a.db"), before);
}

TEST_F(SmallDisk, KeepsNobodyFromReadingWhenItIsFull) {
  const std::int64_t before = rows(*writer_);
  EXPECT_THROW(fill(), StorageError);
  EXPECT_EQ(rows(*writer_), before);
  EXPECT_TRUE(is_sound(*writer_));
}

TEST(WriteGathering, OfWhatHasNoFileSaysSo) {
  EXPECT_THROW(Connection("/nowhere/a.db", kFlags, gathering_vfs()), StorageError);
}

}  // namespace
}  // namespace storage
