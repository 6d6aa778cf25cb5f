// A file that is cut off, overwritten, or not what it seems: the program ends with a sentence and a code, readers leave
// the file as it is, and `check` finds what is wrong.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <functional>
#include <random>

#include "tests/support/process.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/served_web.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/web_graph.hpp"
#include "tests/support/web_server.hpp"

namespace {

namespace fs = std::filesystem;

using support::bytes_of;
using support::Ended;
using support::Process;
using support::TemporaryFolder;
using support::WebGraph;
using support::WebServer;
using support::write_bytes;

/// One that hangs is ended, with 124.
Ended sitedex(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"timeout", "-s", "KILL", "60", SITEDEX_PROGRAM});
  return Process(arguments).wait();
}

/// A site of pages with some text each, as files: the same bytes in every run.
void make_site(const fs::path& folder) {
  fs::create_directories(folder);
  std::mt19937 random(4);
  constexpr int kPages = 60;
  for (int page = 0; page < kPages; ++page) {
    std::string html = fmt::format("<title>Page {}</title><h1>About {}</h1><p>", page, page);
    for (auto words = 20 + random() % 1500; words > 0; --words) html += fmt::format("word{} ", random() % 500);
    for (int link = 0; link < 4; ++link) html += fmt::format("<a href={}.html>next</a> ", page * 4 + link + 1);
    write_bytes(folder / (page == 0 ? "index.html" : fmt::format("{}.html", page)), html);
  }
}

class DamagedFile : public testing::Test {
 protected:
  DamagedFile() {
    make_site(folder_ / "site");
    EXPECT_EQ(run(crawl_).exit_code, 0);
    whole_ = bytes_of(file());
    digest_ = run({"check", "--digest"}).out;
  }

  std::string file() const { return folder_ / "a.db"; }

  void put(const std::string& bytes) const {
    for (const char* end : {"-wal", "-shm"}) fs::remove(file() + end);
    write_bytes(file(), bytes);
  }

  /// It ended with 0 or the code for storage, and then with a word about it.
  Ended run(const std::vector<std::string>& command) const {
    std::vector<std::string> arguments = command;
    arguments.insert(arguments.end(), {"--db", file()});
    Ended ended = sitedex(arguments);
    EXPECT_TRUE(ended.exit_code == 0 || ended.exit_code == 4) << command[0] << ": " << ended.exit_code << ended.err;
    EXPECT_TRUE(ended.exit_code == 0 || !ended.err.empty());
    return ended;
  }

  /// Runs each command on the file as it is now; true if what they tell is not what the whole file tells.
  bool shows() const {
    const std::string before = bytes_of(file());
    const Ended digest = run({"check", "--digest"});
    bool shows = digest.exit_code != 0 || digest.out != digest_;
    for (const auto& command : std::vector<std::vector<std::string>>{{"search", "page"}, {"stats"}}) {
      shows |= run(command).exit_code != 0;
    }
    run({"backup", folder_ / "copy.db", "--force"});
    EXPECT_EQ(bytes_of(file()), before) << "readers leave it as it is";
    return shows;
  }

  bool is_found() const { return run({"check"}).exit_code == 4; }

  void expect_refused(const std::string& words) const {
    const std::string before = fs::is_regular_file(file()) ? bytes_of(file()) : "";
    for (const auto& command : std::vector<std::vector<std::string>>{crawl_,
                                                                     {"search", "page"},
                                                                     {"stats"},
                                                                     {"check"},
                                                                     {"check", "--digest"},
                                                                     {"backup", folder_ / "copy.db"}}) {
      const Ended ended = run(command);
      EXPECT_EQ(ended.exit_code, 4);
      EXPECT_NE((ended.out + ended.err).find(words), std::string::npos) << command[0] << ": " << ended.err << ended.out;
    }
    EXPECT_TRUE(!fs::is_regular_file(file()) || bytes_of(file()) == before);
    EXPECT_FALSE(fs::exists(folder_ / "copy.db"));
  }

  const TemporaryFolder folder_;
  const std::vector<std::string> crawl_{"crawl", folder_ / "site", "--base", "https://docs.test/", "-q"};
  std::string whole_;
  std::string digest_;
};

TEST_F(DamagedFile, CutOffAnywhereIsFound) {
  std::mt19937 random(1);
  for (int i = 0; i < support::rounds(8); ++i) {
    const std::size_t size = 1 + random() % (whole_.size() - 1);
    SCOPED_TRACE(size);
    put(whole_.substr(0, size));
    shows();
    EXPECT_TRUE(is_found());
  }
}

// What a disk loses is sectors. (A single byte within a text leaves another good text: nothing in the file tells.)
TEST_F(DamagedFile, OverwrittenAnywhereIsFoundWhereItShows) {
  std::mt19937 random(2);
  constexpr std::size_t kSector = 512;
  for (int i = 0; i < support::rounds(25); ++i) {
    const std::size_t begin = random() % (whole_.size() / kSector) * kSector;
    SCOPED_TRACE(fmt::format("{}: sector at {}", i, begin));
    std::string damaged = whole_;
    for (std::size_t at = begin; at < begin + kSector; ++at) damaged[at] = static_cast<char>(random());
    put(damaged);
    const bool is_seen = shows();
    const bool found = is_found();
    EXPECT_TRUE(found || !is_seen);
  }
}

TEST_F(DamagedFile, WithAnyBytesChangedNothingCrashesOrHangs) {
  std::mt19937 random(3);
  for (int i = 0; i < support::rounds(20); ++i) {
    std::string damaged = whole_;
    for (int changes = i % 4 == 0 ? 200 : 1; changes > 0; --changes) {
      const std::size_t limit = i % 3 == 0 ? 4096 : damaged.size();  // often where the schema is
      damaged[random() % limit] = static_cast<char>(random());
    }
    SCOPED_TRACE(i);
    put(damaged);
    shows();
    is_found();
    put(damaged);
    run(crawl_);
  }
}

TEST_F(DamagedFile, OfAnotherProgram) {
  put("#!/bin/sh\necho hello\n");
  expect_refused("not a database of sitedex");
}

TEST_F(DamagedFile, OfALaterVersion) {
  std::string later = whole_;
  later.replace(60, 4, std::string("\0\0\x03\xe8", 4));  // user_version
  put(later);
  expect_refused("written by a newer version of sitedex (schema 1000, this one knows");
}

// The read version at 19: https://www.sqlite.org/fileformat2.html#file_format_version_numbers
TEST_F(DamagedFile, OfALaterSqlite) {
  std::string later = whole_;
  later.replace(18, 2, "\x03\x03");
  put(later);
  expect_refused("written by a newer version of SQLite");
}

TEST_F(DamagedFile, AFolder) {
  fs::remove(file());
  fs::create_directory(file());
  expect_refused("a folder, not a database");
}

TEST_F(DamagedFile, AnEmptyOneIsNoIndexYet) {
  put("");
  EXPECT_EQ(run({"search", "page"}).exit_code, 4);
  EXPECT_EQ(run({"check"}).exit_code, 4);
  EXPECT_EQ(fs::file_size(file()), 0U);
  EXPECT_EQ(run(crawl_).exit_code, 0);
  EXPECT_EQ(run({"check", "--digest"}).out, digest_);
}

/// The log of a crawl that was killed, and the file that it belongs to.
struct Killed {
  std::string file;
  std::string log;
};

Killed killed_crawl(const WebGraph& web, int requests_until_kill) {
  const TemporaryFolder folder;
  const std::string file = folder / "a.db";
  std::atomic<pid_t> crawler = 0;
  int requests = 0;
  const WebServer server([&](const support::SeenRequest& request) {
    if (++requests == requests_until_kill) kill(crawler, SIGKILL);
    return support::answer(web, request);
  });
  Process({SITEDEX_PROGRAM, "crawl", server.url("/n/0"), "-q", "--batch", "5", "--db", file}, [&](pid_t child) {
    crawler = child;
  }).wait();
  return {bytes_of(file), bytes_of(file + "-wal")};
}

// Without its log the file is what it was at the last checkpoint: old, and sound.
TEST_F(DamagedFile, WithoutItsLogIsAnEarlierStateAndSound) {
  const Killed killed = killed_crawl(WebGraph(33, 120), 60);
  ASSERT_GT(killed.log.size(), 1000U);
  put(killed.file);
  EXPECT_EQ(run({"check"}).exit_code, 0);
}

// The log of another file, or of an earlier one of that name. SQLite takes it for its own: what comes of that is told,
// and nothing worse happens.
TEST_F(DamagedFile, WithTheLogOfAnotherIsFound) {
  const Killed killed = killed_crawl(WebGraph(34, 300), 60);
  put(whole_);
  write_bytes(file() + "-wal", killed.log);
  if (shows()) {
    EXPECT_TRUE(is_found());
  }
}

TEST_F(DamagedFile, WithALogThatIsNoneReadsAsWithout) {
  put(whole_);
  write_bytes(file() + "-wal", std::string(50'000, 'x'));
  EXPECT_FALSE(shows());
  EXPECT_FALSE(is_found());
}

}  // namespace
