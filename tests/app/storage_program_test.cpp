// The program and its file when the world under it fails: each fault is a real one, and ends in a sentence and a code.

#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <filesystem>

#include "tests/app/program.hpp"
#include "tests/support/fuse_mount.hpp"
#include "tests/support/process.hpp"
#include "tests/support/served_web.hpp"
#include "tests/support/small_disk.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/web_graph.hpp"
#include "tests/support/web_server.hpp"

namespace {

using program::digest;
using program::sitedex;
using support::Ended;
using support::Process;
using support::TemporaryFolder;
using support::WebGraph;
using support::WebServer;

/// It ended with that code, and a sentence that has these words.
void expect_told(const Ended& ended, int exit_code, const std::string& words) {
  EXPECT_EQ(ended.exit_code, exit_code) << ended.err;
  EXPECT_NE((ended.out + ended.err).find(words), std::string::npos) << ended.out << ended.err;
}

TEST(BackupCommand, CopiesAnIndexThatIsBeingWrittenTo) {
  const WebGraph web(31, 200);
  const TemporaryFolder folder;
  int requests = 0;
  const WebServer server([&](const support::SeenRequest& request) {
    if (++requests == 100) {
      expect_told(sitedex({"backup", folder / "live.db", "--db", folder / "a.db"}), 0, "live.db is a copy of");
    }
    return support::answer(web, request);
  });
  const auto crawl_into = [&](const std::string& name) {
    return sitedex({"crawl", server.url("/n/0"), "-q", "--batch", "10", "--db", folder / name}).exit_code;
  };
  ASSERT_EQ(crawl_into("a.db"), 0);
  expect_told(sitedex({"check", "--db", folder / "live.db"}), 0, "is sound");
  EXPECT_NE(digest(folder / "live.db"), digest(folder / "a.db"));
  EXPECT_EQ(crawl_into("live.db"), 0);
  EXPECT_EQ(digest(folder / "live.db"), digest(folder / "a.db")) << "a copy goes on to the same end";
}

TEST(BackupCommand, ReplacesAFileOnlyWhenTold) {
  const WebServer server({{"/", support::raw(support::html("hello"))}});
  const TemporaryFolder folder;
  const std::string file = folder / "a.db";
  const std::string copy = folder / "b.db";
  ASSERT_EQ(sitedex({"crawl", server.url("/"), "-q", "--db", file}).exit_code, 0);
  EXPECT_EQ(sitedex({"backup", copy, "--db", file}).exit_code, 0);
  EXPECT_EQ(sitedex({"search", "hello", "--db", copy}).exit_code, 0);
  expect_told(sitedex({"backup", copy, "--db", file}), 2, "b.db: is there already (--force replaces it)");
  EXPECT_EQ(sitedex({"backup", copy, "--db", file, "--force"}).exit_code, 0) << "though it has been read";
  expect_told(sitedex({"backup", file, "--db", file, "--force"}), 2, "is the index itself");
  expect_told(sitedex({"backup", folder / "c.db", "--db", folder / "none.db"}), 4, "no such database");
  EXPECT_EQ(digest(copy), digest(file));
}

TEST(NetworkFileSystem, IsNotWrittenToAndACopyThereIsRead) {
  const WebServer server({{"/", support::raw(support::html("hello"))}});
  const TemporaryFolder local;
  const std::string file = local / "a.db";
  ASSERT_EQ(sitedex({"crawl", server.url("/"), "-q", "--db", file}).exit_code, 0);
  const std::string index = support::bytes_of(file);
  const TemporaryFolder folder;
  const support::FuseMount far("fuse.sshfs", folder.path(),
                               {{"a.db", index}, {"busy.db", index}, {"busy.db-wal", std::string(32, 'x')}});
  if (!far.is_mounted()) GTEST_SKIP() << "wants to mount, as root, through /dev/fuse";

  std::filesystem::create_symlink(folder / "new.db", local / "link.db");
  for (const auto& path : {folder / "a.db", folder / "new.db", local / "link.db"}) {
    const Ended crawl = sitedex({"crawl", server.url("/"), "-q", "--db", path});
    expect_told(crawl, 4, path.string() + ": on a network file system (fuse.sshfs)");
    expect_told(crawl, 4, "keep it on a local disk");
  }
  expect_told(sitedex({"search", "hello", "--db", folder / "a.db"}), 0, server.url("/"));
  expect_told(sitedex({"search", "hello", "--db", folder / "busy.db"}), 4, "read it on the machine that has it");
  EXPECT_EQ(far.attempts_to_write(), 0);
}

TEST(LocalFuse, IsAFileSystemLikeAnother) {
  const WebServer server({{"/", support::raw(support::html("hello"))}});
  const TemporaryFolder folder;
  const support::FuseMount near("fuse.ntfs-3g", folder.path(), {});
  if (!near.is_mounted()) GTEST_SKIP() << "wants to mount, as root, through /dev/fuse";
  EXPECT_EQ(sitedex({"crawl", server.url("/"), "-q", "--db", folder / "a.db"}).exit_code, 4);
  EXPECT_GT(near.attempts_to_write(), 0) << "it was tried, and this one is read-only";
}

TEST(SecondWriter, IsToldAtOnceAndACheckLooksAtACopy) {
  const WebGraph web(32, 200);
  const TemporaryFolder folder;
  const std::string file = folder / "a.db";
  int requests = 0;
  std::atomic<pid_t> crawler = 0;
  const WebServer server([&](const support::SeenRequest& request) {
    if (++requests == 100) {
      expect_told(sitedex({"crawl", "http://127.0.0.1:1/", "--db", file}), 5, "held by another process");
      const Ended check = sitedex({"check", "--db", file});
      expect_told(check, 0, "checking a temporary copy");
      expect_told(check, 0, "is sound");
      EXPECT_EQ(digest(file).size(), 33U);
      kill(crawler, SIGKILL);
    }
    return support::answer(web, request);
  });
  const std::vector<std::string> crawl = {SITEDEX_PROGRAM, "crawl", server.url("/n/0"), "-q", "--batch", "10", "--db"};
  const auto crawl_into = [&](const std::string& name) {
    std::vector<std::string> arguments = crawl;
    arguments.push_back(name);
    return Process(arguments, [&](pid_t child) { crawler = child; }).wait();
  };
  EXPECT_EQ(crawl_into(file).signal, SIGKILL);
  EXPECT_EQ(crawl_into(file).exit_code, 0) << "who was killed holds nothing";
  EXPECT_EQ(crawl_into(folder / "whole.db").exit_code, 0);
  EXPECT_EQ(digest(file), digest(folder / "whole.db"));
}

TEST(CheckCommand, SaysHowToMakeAnIndexAnewThatDisagreesWithItsPages) {
  const WebServer server({{"/", support::raw(support::html("hello"))}});
  const TemporaryFolder folder;
  const std::string file = folder / "a.db";
  const auto sqlite3 = [&](const std::string& sql) { return Process({"sqlite3", file, sql}).wait().exit_code; };
  ASSERT_EQ(sitedex({"crawl", server.url("/"), "-q", "--db", file}).exit_code, 0);
  ASSERT_EQ(sqlite3("UPDATE pages SET body = body || ' changed'"), 0);
  const Ended check = sitedex({"check", "--db", file});
  EXPECT_EQ(check.out, "the index does not agree with the pages\n");
  const std::string advised = "DELETE FROM meta WHERE key = 'analyzer'";
  expect_told(check, 4, "sqlite3 " + file + " \"" + advised + "\"\n  sitedex check --db " + file);
  EXPECT_EQ(sqlite3(advised), 0);
  expect_told(sitedex({"check", "--db", file}), 0, "is sound");
  expect_told(sitedex({"search", "changed", "--db", file}), 0, server.url("/"));
}

TEST(ReadOnlyMedium, IsReadAndCheckedAndNotWritten) {
  const WebServer server({{"/", support::raw(support::html("hello"))}});
  const TemporaryFolder folder;
  const support::SmallDisk disk(10'000'000);
  if (!disk.is_mounted()) GTEST_SKIP() << "wants to mount a tmpfs";
  const std::string file = disk / "a.db";
  const std::vector<std::string> crawl = {"crawl", server.url("/"), "-q", "--db", file};
  ASSERT_EQ(sitedex(crawl).exit_code, 0);
  const std::string before = digest(file);
  for (const char* end : {"-wal", "-shm"}) std::filesystem::remove(file + end);
  ASSERT_TRUE(disk.make_read_only());
  expect_told(sitedex(crawl), 4, "a.db: its folder may not be written");
  expect_told(sitedex({"search", "hello", "--db", file}), 0, server.url("/"));
  expect_told(sitedex({"check", "--db", file}), 0, "is sound");
  EXPECT_EQ(digest(file), before);
  expect_told(sitedex({"backup", disk / "b.db", "--db", file}), 4, "Read-only file system");
  EXPECT_EQ(sitedex({"backup", folder / "b.db", "--db", file}).exit_code, 0);
  EXPECT_EQ(digest(folder / "b.db"), before);
}

TEST(ReadOnlyMedium, IsCheckedThoughItsIndexIsOfAnotherAnalyzer) {
  const WebServer server({{"/", support::raw(support::html("hello"))}});
  const support::SmallDisk disk(10'000'000);
  if (!disk.is_mounted()) GTEST_SKIP() << "wants to mount a tmpfs";
  const std::string file = disk / "a.db";
  ASSERT_EQ(sitedex({"crawl", server.url("/"), "-q", "--db", file}).exit_code, 0);
  const std::string age = "UPDATE meta SET value = 'old'; INSERT INTO page_index(page_index) VALUES ('delete-all')";
  ASSERT_EQ(Process({"sqlite3", file, age}).wait().exit_code, 0);
  ASSERT_TRUE(disk.make_read_only());
  expect_told(sitedex({"check", "--db", file}), 0, "is sound");
}

// Its last batches are in a log that cannot be read there: SQLite would have to put a map of it beside it.
TEST(ReadOnlyMedium, WithAnIndexWhoseCrawlWasKilledSaysWhatToDo) {
  const WebGraph web(37, 100);
  const support::SmallDisk disk(20'000'000);
  if (!disk.is_mounted()) GTEST_SKIP() << "wants to mount a tmpfs";
  int requests = 0;
  std::atomic<pid_t> crawler = 0;
  const WebServer server([&](const support::SeenRequest& request) {
    if (++requests == 60) kill(crawler, SIGKILL);
    return support::answer(web, request);
  });
  const std::string file = disk / "a.db";
  Process({SITEDEX_PROGRAM, "crawl", server.url("/n/0"), "-q", "--batch", "5", "--db", file}, [&](pid_t child) {
    crawler = child;
  }).wait();
  std::filesystem::remove(file + "-shm");
  ASSERT_TRUE(disk.make_read_only());
  expect_told(sitedex({"search", "page", "--db", file}), 4, "copy it, with a.db-wal, to where it may be written");
}

}  // namespace
