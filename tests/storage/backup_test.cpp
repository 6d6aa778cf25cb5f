#include "storage/backup.hpp"

#include <gtest/gtest.h>
#include <sys/mount.h>

#include <algorithm>
#include <csignal>

#include "storage/check.hpp"
#include "storage/digest.hpp"
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
constexpr SyntheticCrawl kOther{.urls = 60};

/// A crawl, and so much beside it that copying takes several steps.
void make_large(const fs::path& file, const SyntheticCrawl& crawl = kCrawl) {
  Database database = Database::open_writer(file);
  crawl.run(database);
  database.change([&] { database.connection().execute("INSERT INTO meta VALUES ('bulk', hex(zeroblob(10000000)))"); });
  database.commit();
}

std::string digest_of(const fs::path& file) {
  Database database = Database::open_reader(file);
  return digest(database);
}

std::string undisturbed(const SyntheticCrawl& crawl) {
  Database database = Database::temporary();
  crawl.run(database);
  return digest(database);
}

/// As `sitedex backup` does it.
bool copy_index(const fs::path& from, const fs::path& to, Existing existing = Existing::kKeep,
                const IsStopped& stop = {}) {
  Database database = Database::open_reader(from);
  return back_up(database, to, existing, stop);
}

std::optional<StorageErrorKind> failure_to_copy(const fs::path& from, const fs::path& to,
                                                Existing existing = Existing::kKeep) {
  try {
    copy_index(from, to, existing);
    return std::nullopt;
  } catch (const StorageError& error) {
    return error.kind();
  }
}

/// Without the empty log and the map of it that a reader cannot take away when it goes.
std::int64_t files_in(const fs::path& folder) {
  return std::count_if(fs::directory_iterator(folder), {}, [](const fs::directory_entry& entry) {
    const std::string name = entry.path().filename();
    return !name.ends_with("-shm") && !(name.ends_with("-wal") && entry.file_size() == 0);
  });
}

/// Sends itself `signal` before the second step, when some MiB have been written.
IsStopped half_way(int signal) {
  return [signal, steps = 0]() mutable {
    if (++steps == 2) raise(signal);
    return false;
  };
}

TEST(Backup, IsASoundFileWithTheSameDigest) {
  const TemporaryFolder folder;
  make_large(folder / "a.db");
  fs::permissions(folder / "a.db", fs::perms(0600));
  EXPECT_TRUE(copy_index(folder / "a.db", folder / "b.db"));
  EXPECT_EQ(files_in(folder.path()), 2);
  EXPECT_EQ(fs::status(folder / "b.db").permissions(), fs::perms(0600)) << "what is private stays so";
  Database database = Database::open_writer(folder / "b.db");
  EXPECT_EQ(check(database), std::vector<std::string>{});
  EXPECT_EQ(digest(database), undisturbed(kCrawl));
}

TEST(Backup, IsOfOneInstantThoughAWriterGoesOnInAnotherProcess) {
  const TemporaryFolder folder;
  make_large(folder / "a.db", kOther);
  Child copier(
      [&] { return copy_index(folder / "a.db", folder / "b.db", Existing::kKeep, half_way(SIGSTOP)) ? 0 : 1; });
  ASSERT_TRUE(copier.has_stopped());
  Database writer = Database::open_writer(folder / "a.db");
  writer.connection().execute("DELETE FROM meta WHERE key = 'bulk'");
  kCrawl.run(writer);
  const std::string after = digest(writer);
  copier.send(SIGCONT);
  ASSERT_EQ(copier.wait(), 0);
  EXPECT_EQ(digest_of(folder / "b.db"), undisturbed(kOther));
  EXPECT_EQ(digest_of(folder / "a.db"), after);
}

TEST(Backup, NeitherStartsAnewNorWaitsBesideABusyWriter) {
  const TemporaryFolder folder;
  make_large(folder / "a.db");
  Database writer = Database::open_writer(folder / "a.db");
  int steps = 0;
  const auto commit_something = [&] {
    writer.change([&] {
      writer.connection().execute("INSERT OR REPLACE INTO meta VALUES ('n', random()), ('bulk', hex(zeroblob(1000)))");
    });
    writer.commit();
    return ++steps > 100;
  };
  EXPECT_TRUE(copy_index(folder / "a.db", folder / "b.db", Existing::kKeep, commit_something));
  EXPECT_LT(steps, 10);
  Database reader = Database::open_reader(folder / "b.db");
  EXPECT_EQ(reader.connection().integer("SELECT length(value) FROM meta WHERE key = 'bulk'"), 20'000'000);
}

TEST(Backup, HasAllThatWasCommittedThoughTheWriterWasKilled) {
  const TemporaryFolder folder;
  EXPECT_EQ(in_child([&] {
              Database writer = Database::open_writer(folder / "a.db");
              kCrawl.run(writer);
              return raise(SIGKILL);
            }),
            std::nullopt);
  ASSERT_TRUE(fs::exists((folder / "a.db").string() + "-wal"));
  EXPECT_TRUE(copy_index(folder / "a.db", folder / "b.db"));
  EXPECT_EQ(digest_of(folder / "b.db"), undisturbed(kCrawl));
}

TEST(Backup, KilledInTheMiddleLeavesNothingThatIsTakenForAnIndex) {
  const TemporaryFolder folder;
  make_large(folder / "a.db");
  const auto copy_and_die = [&](Existing existing) {
    return in_child([&] { return copy_index(folder / "a.db", folder / "b.db", existing, half_way(SIGKILL)) ? 0 : 1; });
  };
  EXPECT_EQ(copy_and_die(Existing::kKeep), std::nullopt);
  EXPECT_FALSE(fs::exists(folder / "b.db"));
  const fs::path half = folder / "b.db.sitedex-partial";
  ASSERT_GT(fs::file_size(half), 100'000U);
  EXPECT_THROW(Database::open_reader(half), StorageError);
  EXPECT_TRUE(copy_index(folder / "a.db", folder / "b.db")) << "which takes over what is left of the other";
  EXPECT_EQ(files_in(folder.path()), 2);

  const std::string before = bytes_of(folder / "b.db");
  EXPECT_EQ(copy_and_die(Existing::kReplace), std::nullopt);
  EXPECT_EQ(bytes_of(folder / "b.db"), before);
  EXPECT_THROW(Database::open_writer(half), StorageError);
}

TEST(Backup, StoppedLeavesNothing) {
  const TemporaryFolder folder;
  make_large(folder / "a.db");
  EXPECT_FALSE(copy_index(folder / "a.db", folder / "b.db", Existing::kKeep, [n = 0]() mutable { return ++n == 3; }));
  EXPECT_EQ(files_in(folder.path()), 1);
}

TEST(Backup, WithoutRoomLeavesNothing) {
  const TemporaryFolder folder;
  const TemporaryFolder small;
  make_large(folder / "a.db");
  if (mount("sitedex-test", small.path().c_str(), "tmpfs", 0, "size=6m") != 0) GTEST_SKIP() << "wants to mount a tmpfs";
  EXPECT_EQ(failure_to_copy(folder / "a.db", small / "b.db"), StorageErrorKind::kFull);
  EXPECT_EQ(files_in(small.path()), 0);
  EXPECT_EQ(umount(small.path().c_str()), 0);
}

TEST(Backup, ReplacesOnlyAFileAndOnlyWhenTold) {
  const TemporaryFolder folder;
  make_large(folder / "a.db");
  write_bytes(folder / "old", "old");
  fs::create_directory(folder / "folder");
  fs::create_symlink("old", folder / "link");
  EXPECT_EQ(failure_to_copy(folder / "a.db", folder / "old"), StorageErrorKind::kExists);
  EXPECT_EQ(failure_to_copy(folder / "a.db", folder / "folder", Existing::kReplace), StorageErrorKind::kExists);
  EXPECT_EQ(failure_to_copy(folder / "a.db", folder / "a.db", Existing::kReplace), StorageErrorKind::kExists);
  EXPECT_EQ(failure_to_copy(folder / "a.db", folder / "none" / "b.db"), StorageErrorKind::kReadOnly);
  EXPECT_EQ(bytes_of(folder / "old"), "old");
  EXPECT_EQ(files_in(folder.path()), 4);
  EXPECT_EQ(failure_to_copy(folder / "a.db", folder / "link", Existing::kReplace), std::nullopt);
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  EXPECT_EQ(digest_of(folder / "old"), undisturbed(kCrawl));
}

// SQLite would take the log of the old file, or of one long gone, for a part of the new one.
TEST(Backup, KeepsAwayFromAFileThatIsInUse) {
  const TemporaryFolder folder;
  make_large(folder / "a.db");
  EXPECT_EQ(failure_to_copy(folder / "a.db", folder / "b.db"), std::nullopt);
  {
    const Database used = Database::open_reader(folder / "b.db");
    EXPECT_EQ(failure_to_copy(folder / "a.db", folder / "b.db", Existing::kReplace), StorageErrorKind::kHeld);
  }
  EXPECT_EQ(failure_to_copy(folder / "a.db", folder / "b.db", Existing::kReplace), std::nullopt);
  write_bytes(folder / "c.db-wal", "left of another c.db");
  EXPECT_EQ(failure_to_copy(folder / "a.db", folder / "c.db"), StorageErrorKind::kHeld);
}

TEST(Backup, TwoToTheSameNameDoNotMeet) {
  const TemporaryFolder folder;
  make_large(folder / "a.db");
  Child first([&] { return copy_index(folder / "a.db", folder / "b.db", Existing::kKeep, half_way(SIGSTOP)) ? 0 : 1; });
  ASSERT_TRUE(first.has_stopped());
  EXPECT_EQ(failure_to_copy(folder / "a.db", folder / "b.db"), StorageErrorKind::kHeld);
  first.send(SIGCONT);
  EXPECT_EQ(first.wait(), 0);
  EXPECT_EQ(digest_of(folder / "b.db"), undisturbed(kCrawl));
}

/// Replaces what stands in `to` by a crawl that stands in `from`, and gets `signal` half way.
int replace_content(const fs::path& from, const fs::path& to, int signal) {
  Database source = Database::open_writer(from);
  Database target = Database::open_writer(to);
  if (!copy_content(source, target, half_way(signal))) return 1;
  const bool is_whole = check(target).empty() && digest(target) == digest(source);
  kOther.run(target);  // and it takes further changes
  return is_whole ? 0 : 2;
}

TEST(CopyContent, IsSeenWholeOrNotAtAll) {
  const TemporaryFolder folder;
  make_large(folder / "new.db");
  make_large(folder / "a.db", kOther);
  Child writer([&] { return replace_content(folder / "new.db", folder / "a.db", SIGSTOP); });
  ASSERT_TRUE(writer.has_stopped());
  Database reader = Database::open_reader(folder / "a.db");
  EXPECT_EQ(digest(reader), undisturbed(kOther));
  writer.send(SIGCONT);
  EXPECT_EQ(writer.wait(), 0);
  EXPECT_EQ(digest(reader), digest_of(folder / "a.db"));
  EXPECT_EQ(reader.connection().integer("SELECT count(*) FROM crawls"), 1);
  EXPECT_EQ(digest(reader), undisturbed(kCrawl)) << "the smaller crawl of the same site adds nothing to it";
}

TEST(CopyContent, KilledInTheMiddleLeavesTheTargetAsItWas) {
  const TemporaryFolder folder;
  make_large(folder / "new.db");
  make_large(folder / "a.db", kOther);
  EXPECT_EQ(in_child([&] { return replace_content(folder / "new.db", folder / "a.db", SIGKILL); }), std::nullopt);
  Database database = Database::open_writer(folder / "a.db");
  EXPECT_EQ(check(database), std::vector<std::string>{});
  EXPECT_EQ(digest(database), undisturbed(kOther));
}

TEST(CopyContent, StoppedLeavesTheTargetAsItWasAndUsable) {
  const TemporaryFolder folder;
  make_large(folder / "new.db");
  Database source = Database::open_reader(folder / "new.db");
  Database target = Database::open_writer(folder / "a.db");
  kOther.run(target);
  EXPECT_FALSE(copy_content(source, target, [n = 0]() mutable { return ++n == 3; }));
  EXPECT_EQ(digest(target), undisturbed(kOther));
  EXPECT_TRUE(copy_content(source, target));
  EXPECT_EQ(digest(target), undisturbed(kCrawl));
}

TEST(CopyContent, ShrinksTheTargetToo) {
  const TemporaryFolder folder;
  make_large(folder / "a.db");
  {
    Database target = Database::open_writer(folder / "a.db");
    Database source = Database::temporary();
    kOther.run(source);
    EXPECT_TRUE(copy_content(source, target));
    EXPECT_EQ(check(target), std::vector<std::string>{});
  }
  EXPECT_LT(fs::file_size(folder / "a.db"), 1'000'000U);
  EXPECT_EQ(digest_of(folder / "a.db"), undisturbed(kOther));
}

}  // namespace
}  // namespace storage
