#include "storage/database.hpp"

#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include <array>
#include <csignal>

#include "storage/check.hpp"
#include "storage/digest.hpp"
#include "storage/schema.hpp"
#include "tests/storage/child_process.hpp"
#include "tests/storage/synthetic_crawl.hpp"
#include "tests/support/temporary_folder.hpp"

namespace storage {
namespace {

using support::bytes_of;
using support::TemporaryFolder;
using support::write_bytes;

namespace fs = std::filesystem;

constexpr SyntheticCrawl kCrawl{.urls = 100};

void make(const fs::path& file) {
  Database database = Database::open_writer(file);
  kCrawl.run(database);
  database.connection().execute("VACUUM");  // what earlier versions of the schema had left free
}

/// What opening says; nothing if it succeeds.
template <typename Open>
std::optional<StorageErrorKind> failure_of(Open open) {
  try {
    open();
    return std::nullopt;
  } catch (const StorageError& error) {
    return error.kind();
  }
}

std::optional<StorageErrorKind> failure_to_write(const fs::path& file) {
  return failure_of([&] { Database::open_writer(file); });
}

std::optional<StorageErrorKind> failure_to_read(const fs::path& file) {
  return failure_of([&] { Database::open_reader(file); });
}

/// Neither reader nor writer takes the file, for that reason, and both leave it, and its folder, as they were.
void expect_refused(const TemporaryFolder& folder, const fs::path& file, StorageErrorKind kind) {
  const auto files = [&] { return std::distance(fs::directory_iterator(folder.path()), {}); };
  const std::string before = bytes_of(file);
  const auto files_before = files();
  EXPECT_EQ(failure_to_write(file), kind);
  EXPECT_EQ(failure_to_read(file), kind);
  EXPECT_EQ(bytes_of(file), before);
  EXPECT_EQ(files(), files_before);
}

TEST(Database, WhatWasCommittedIsReadAndWhatWasNotIsGone) {
  const TemporaryFolder folder;
  {
    Database writer = Database::open_writer(folder / "a.db");
    writer.change([&] { writer.connection().execute("INSERT INTO meta VALUES ('kept', '1')"); });
    writer.commit();
    writer.change([&] { writer.connection().execute("INSERT INTO meta VALUES ('lost', '1')"); });
  }
  Database reader = Database::open_reader(folder / "a.db");
  EXPECT_EQ(reader.connection().integer("SELECT group_concat(key) = 'analyzer,kept' FROM meta"), 1);
  EXPECT_TRUE(reader.analyzer_is_current());
}

TEST(Database, AChangeThatFailsTakesAllSinceTheLastCommitWithIt) {
  Database database = Database::temporary();
  database.change([&] { database.connection().execute("INSERT INTO meta VALUES ('before', '1')"); });
  EXPECT_THROW(database.change([] { throw std::runtime_error("half way"); }), std::runtime_error);
  EXPECT_EQ(database.connection().integer("SELECT count(*) FROM meta WHERE key = 'before'"), 0);
  EXPECT_THROW(database.change([] {}), std::logic_error) << "what its user remembers is no longer so";
}

TEST(Database, IsOneFileWhenClosed) {
  const TemporaryFolder folder;
  make(folder / "a.db");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
}

TEST(Database, GivesBackWhatIsFreeInTheFile) {
  const TemporaryFolder folder;
  std::uintmax_t before = 0;
  {
    Database database = Database::open_writer(folder / "a.db");
    kCrawl.run(database);
    database.connection().execute("CREATE TABLE large AS SELECT zeroblob(20000000) AS bytes; DROP TABLE large");
    before = static_cast<std::uintmax_t>(database.connection().integer("PRAGMA page_count"));
    database.shrink();
    EXPECT_EQ(database.connection().integer("PRAGMA freelist_count"), 0);
    database.shrink();
    EXPECT_EQ(check(database), std::vector<std::string>{});
  }
  EXPECT_GT(before, 2400U);
  EXPECT_LT(fs::file_size(folder / "a.db"), 2'000'000U);
}

TEST(Database, KeepsWhatIsFreeInAFileThatDoesNotKnowWhoRefersToAPage) {
  const TemporaryFolder folder;
  {
    Database database = Database::open_writer(folder / "a.db");
    database.connection().execute("PRAGMA auto_vacuum = NONE; VACUUM");
  }
  Database database = Database::open_writer(folder / "a.db");
  database.connection().execute("CREATE TABLE large AS SELECT zeroblob(100000) AS bytes; DROP TABLE large");
  database.shrink();
  EXPECT_GT(database.connection().integer("PRAGMA freelist_count"), 0);
}

TEST(Database, WithoutRoomKeepsWhatIsFree) {
  const TemporaryFolder folder;
  if (mount("sitedex-test", folder.path().c_str(), "tmpfs", 0, "size=16m") != 0)
    GTEST_SKIP() << "wants to mount a tmpfs";
  {
    Database database = Database::open_writer(folder / "a.db");
    database.connection().execute(
        "CREATE TABLE large(bytes); INSERT INTO large VALUES (zeroblob(4000000)); CREATE TABLE last(bytes);"
        "INSERT INTO last VALUES (zeroblob(1000000)); DROP TABLE large; PRAGMA wal_checkpoint(TRUNCATE)");
    write_bytes(folder / "other", std::string(fs::space(folder.path()).free - 16384, 'x'));
    database.shrink();
    EXPECT_GT(database.connection().integer("PRAGMA freelist_count"), 0);
    EXPECT_EQ(check(database), std::vector<std::string>{});
    fs::remove(folder / "other");
    database.shrink();
    EXPECT_EQ(database.connection().integer("PRAGMA freelist_count"), 0);
    EXPECT_EQ(check(database), std::vector<std::string>{});
  }
  EXPECT_EQ(umount(folder.path().c_str()), 0);
}

TEST(Database, AReaderReadsBesideTheWriter) {
  const TemporaryFolder folder;
  Database writer = Database::open_writer(folder / "a.db");
  Database reader = Database::open_reader(folder / "a.db");
  kCrawl.run(writer);
  EXPECT_EQ(digest(reader), digest(writer));
  EXPECT_EQ(failure_of([&] { reader.connection().execute("DELETE FROM pages"); }), StorageErrorKind::kReadOnly);
}

TEST(Database, AFileOfText) {
  const TemporaryFolder folder;
  write_bytes(folder / "notes.txt", "SQLite format 3 is what I should read about.\n");
  expect_refused(folder, folder / "notes.txt", StorageErrorKind::kNotOurs);
}

TEST(Database, ADatabaseOfAnotherProgram) {
  const TemporaryFolder folder;
  Connection other((folder / "other.db").string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  other.execute("PRAGMA journal_mode = WAL; CREATE TABLE pages(id); INSERT INTO pages VALUES (1)");
  expect_refused(folder, folder / "other.db", StorageErrorKind::kNotOurs);
}

TEST(Database, ANewerVersion) {
  const TemporaryFolder folder;
  {
    Connection newer((folder / "a.db").string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    migrate(newer);
    newer.execute("PRAGMA user_version = 1000");
  }
  expect_refused(folder, folder / "a.db", StorageErrorKind::kNewerVersion);
}

TEST(Database, AReaderWantsAFileThatIsThere) {
  const TemporaryFolder folder;
  EXPECT_EQ(failure_to_read(folder / "a.db"), StorageErrorKind::kMissing);
  EXPECT_FALSE(fs::exists(folder / "a.db"));
}

TEST(Database, AWriterWantsAFolderThatIsThere) {
  const TemporaryFolder folder;
  EXPECT_EQ(failure_to_write(folder / "none" / "x.db"), StorageErrorKind::kReadOnly);
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(Database, AFolderIsNoDatabase) {
  const TemporaryFolder folder;
  EXPECT_EQ(failure_to_write(folder.path()), StorageErrorKind::kNotOurs);
  EXPECT_EQ(failure_to_read(folder.path()), StorageErrorKind::kNotOurs);
}

TEST(Database, AnEmptyFileIsANewDatabase) {
  const TemporaryFolder folder;
  write_bytes(folder / "a.db", "");
  EXPECT_EQ(failure_to_write(folder / "a.db"), std::nullopt);
}

TEST(Database, TheCacheOfANewFileIsNoLargerThanThatOfAnOldOne) {
  const TemporaryFolder folder;
  const auto cached_bytes = [&] {
    Database database = Database::open_writer(folder / "x.db");
    database.connection().execute(
        "CREATE TABLE IF NOT EXISTS filler(bytes BLOB);"
        "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 6000)"
        " INSERT INTO filler SELECT zeroblob(8000) FROM numbers");
    int bytes = 0;
    int highest = 0;
    sqlite3_db_status(database.connection().handle(), SQLITE_DBSTATUS_CACHE_USED, &bytes, &highest, 0);
    return bytes;
  };
  const int of_new = cached_bytes();
  const int of_old = cached_bytes();
  EXPECT_GT(of_old, 1 << 20);
  EXPECT_LT(of_new, 1.1 * of_old);
}

TEST(Database, ASecondWriterIsToldAtOnce) {
  const TemporaryFolder folder;
  Database first = Database::open_writer(folder / "a.db");
  first.change([&] { first.connection().execute("INSERT INTO meta VALUES ('half', '1')"); });
  const auto before = bytes_of(folder / "a.db");
  EXPECT_EQ(in_child([&] { return failure_to_write(folder / "a.db") == StorageErrorKind::kHeld ? 0 : 1; }), 0);
  EXPECT_EQ(failure_to_write(folder / "a.db"), StorageErrorKind::kHeld) << "in the same process, too";
  EXPECT_EQ(bytes_of(folder / "a.db"), before);
  first.commit();
}

TEST(Database, AKilledWriterHoldsNothing) {
  const TemporaryFolder folder;
  EXPECT_EQ(in_child([&] {
              Database writer = Database::open_writer(folder / "a.db");
              return raise(SIGKILL);
            }),
            std::nullopt);
  EXPECT_EQ(failure_to_write(folder / "a.db"), std::nullopt);
}

TEST(Database, ReadersOfTheProcessKeepTheirLocksWhenAWriterGoes) {
  const TemporaryFolder folder;
  make(folder / "a.db");
  Database reader = Database::open_reader(folder / "a.db");
  make(folder / "a.db");
  // Were the reader's lock lost, this process would be the last to close, and would take the log away from under it.
  EXPECT_EQ(in_child([&] { return failure_to_write(folder / "a.db") ? 1 : 0; }), 0);
  EXPECT_TRUE(fs::exists((folder / "a.db").string() + "-wal"));
}

/// As root everything may be written: the child is nobody.
template <typename Work>
std::optional<int> as_nobody(Work work) {
  return in_child([&] {
    if (geteuid() == 0 && setuid(65534) != 0) return 98;
    return work();
  });
}

TEST(Database, AReadOnlyFileIsReadAndNotWritten) {
  const TemporaryFolder folder;
  make(folder / "a.db");
  const std::string before = bytes_of(folder / "a.db");
  fs::permissions(folder / "a.db", fs::perms(0444));
  fs::permissions(folder.path(), fs::perms(0777));
  EXPECT_EQ(as_nobody([&] { return failure_to_write(folder / "a.db") == StorageErrorKind::kReadOnly ? 0 : 1; }), 0);
  EXPECT_EQ(as_nobody([&] { return failure_to_read(folder / "a.db") ? 1 : 0; }), 0);
  EXPECT_EQ(bytes_of(folder / "a.db"), before);
}

TEST(Database, InAReadOnlyFolderAFileIsReadAndNotWritten) {
  const TemporaryFolder folder;
  make(folder / "50%?#.db");
  const std::string before = bytes_of(folder / "50%?#.db");
  fs::permissions(folder / "50%?#.db", fs::perms(0666));
  fs::permissions(folder.path(), fs::perms(0555));
  EXPECT_EQ(as_nobody([&] { return failure_to_write(folder / "50%?#.db") == StorageErrorKind::kReadOnly ? 0 : 1; }), 0);
  EXPECT_EQ(as_nobody([&] { return failure_to_write(folder / "new.db") == StorageErrorKind::kReadOnly ? 0 : 1; }), 0);
  EXPECT_EQ(as_nobody([&] { return failure_to_read(folder / "50%?#.db") ? 1 : 0; }), 0);
  EXPECT_EQ(bytes_of(folder / "50%?#.db"), before);
}

/// A crawl that runs out of room ends with "full", and the next one, with room, goes on from the last batch.
void expect_full_and_resumable(const fs::path& file, const std::function<void()>& limit,
                               const std::function<void()>& make_room) {
  constexpr SyntheticCrawl kLarge{.urls = 3000, .batch = 50};
  EXPECT_EQ(in_child([&] {
              limit();
              const auto failure = failure_of([&] {
                Database database = Database::open_writer(file);
                kLarge.run(database);
              });
              return failure == StorageErrorKind::kFull ? 0 : 1;
            }),
            0);
  make_room();
  Database database = Database::open_writer(file);
  EXPECT_EQ(check(database), std::vector<std::string>{});
  kLarge.run(database);
  EXPECT_EQ(check(database), std::vector<std::string>{});
  Database undisturbed = Database::temporary();
  kLarge.run(undisturbed);
  EXPECT_EQ(digest(database), digest(undisturbed));
}

class FileSizeLimit : public testing::TestWithParam<rlim_t> {};

TEST_P(FileSizeLimit, IsToldAsFull) {
  const TemporaryFolder folder;
  expect_full_and_resumable(
      folder / "a.db",
      [] {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{.rlim_cur = GetParam(), .rlim_max = GetParam()};
        setrlimit(RLIMIT_FSIZE, &limit);
      },
      [] {});
}

// The first while the database is made.
INSTANTIATE_TEST_SUITE_P(Database, FileSizeLimit, testing::Values(20'000, 600'000));

TEST(Database, ADiskThatIsFull) {
  const TemporaryFolder folder;
  if (mount("sitedex-test", folder.path().c_str(), "tmpfs", 0, "size=1m") != 0)
    GTEST_SKIP() << "wants to mount a tmpfs";
  expect_full_and_resumable(
      folder / "a.db", [] {}, [&] { ASSERT_EQ(mount("", folder.path().c_str(), "", MS_REMOUNT, "size=100m"), 0); });
  EXPECT_EQ(umount(folder.path().c_str()), 0);
}

// The log is written back into the file when it has some 8 MB: here there is no room for both.
TEST(Database, ADiskThatIsFullWhenTheLogIsWrittenBack) {
  const TemporaryFolder folder;
  if (mount("sitedex-test", folder.path().c_str(), "tmpfs", 0, "size=14m") != 0)
    GTEST_SKIP() << "wants to mount a tmpfs";
  std::int64_t committed = 0;
  EXPECT_EQ(failure_of([&] {
              Database writer = Database::open_writer(folder / "a.db");
              for (;; ++committed) {
                writer.change([&] {
                  writer.connection().execute("INSERT INTO meta VALUES (hex(randomblob(8)), hex(zeroblob(100000)))");
                });
                writer.commit();
              }
            }),
            StorageErrorKind::kFull);
  EXPECT_GT(committed, 30);
  ASSERT_EQ(mount("", folder.path().c_str(), "", MS_REMOUNT, "size=100m"), 0);
  {
    Database database = Database::open_writer(folder / "a.db");
    EXPECT_EQ(check(database), std::vector<std::string>{});
    EXPECT_EQ(database.connection().integer("SELECT count(*) FROM meta WHERE key <> 'analyzer'"), committed);
  }
  EXPECT_EQ(umount(folder.path().c_str()), 0);
}

/// Reads and checks all of it: whether something is amiss, told as an error or as a finding. Anything else would throw.
bool is_found_damaged(const fs::path& file) {
  bool found = false;
  const auto failure = failure_of([&] {
    Database database = Database::open_writer(file);
    found = !check(database).empty();
  });
  EXPECT_TRUE(!failure || failure == StorageErrorKind::kDamaged || failure == StorageErrorKind::kNotOurs);
  return found || failure;
}

TEST(Database, AFileThatWasCutOffIsFoundDamaged) {
  const TemporaryFolder folder;
  make(folder / "a.db");
  const std::string whole = bytes_of(folder / "a.db");
  for (const std::size_t size : {std::size_t{60}, std::size_t{4096}, whole.size() / 2, whole.size() - 8192}) {
    SCOPED_TRACE(size);
    write_bytes(folder / "b.db", whole.substr(0, size));
    EXPECT_TRUE(is_found_damaged(folder / "b.db"));
  }
}

TEST(Database, PagesThatWereOverwrittenAreFoundDamaged) {
  const TemporaryFolder folder;
  make(folder / "a.db");
  const std::string whole = bytes_of(folder / "a.db");
  constexpr std::size_t kPage = 8192;
  for (std::size_t begin = 0; begin < whole.size(); begin += kPage) {
    SCOPED_TRACE(begin);
    std::string damaged = whole;
    damaged.replace(begin, kPage, kPage, '\xa5');
    write_bytes(folder / "b.db", damaged);
    EXPECT_TRUE(is_found_damaged(folder / "b.db"));
  }
}

TEST(Database, AnIndexOfAnotherAnalyzerIsMadeAnew) {
  const TemporaryFolder folder;
  std::string expected;
  {
    Database database = Database::open_writer(folder / "a.db");
    kCrawl.run(database);
    expected = digest(database);
    database.change([&] {
      database.connection().execute(
          "INSERT INTO page_index(page_index) VALUES ('delete-all');"
          "UPDATE meta SET value = 'another' WHERE key = 'analyzer'");
    });
    database.commit();
  }
  EXPECT_FALSE(Database::open_reader(folder / "a.db").analyzer_is_current());
  std::string notice;
  Database database = Database::open_writer(folder / "a.db", [&](std::string_view words) { notice = words; });
  EXPECT_NE(notice.find("rebuilding the index"), std::string::npos);
  EXPECT_TRUE(database.analyzer_is_current());
  EXPECT_EQ(check(database), std::vector<std::string>{});
  EXPECT_EQ(digest(database), expected);
}

}  // namespace
}  // namespace storage
