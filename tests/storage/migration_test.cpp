// A file of an earlier version: brought to this one by the next to write to it, whole or not at all.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/mount.h>

#include <array>
#include <csignal>

#include "indexer/tokenizer.hpp"
#include "storage/backup.hpp"
#include "storage/check.hpp"
#include "storage/fts_tokenizer.hpp"
#include "storage/schema.hpp"
#include "storage/text_compression.hpp"
#include "tests/storage/child_process.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/temporary_folder.hpp"

namespace storage {
namespace {

using support::TemporaryFolder;

namespace fs = std::filesystem;

constexpr int kPages = 200;

constexpr const char* kContent = R"sql(
INSERT INTO crawls(name, seeds, scope, sites, state, reason, started_at)
  VALUES ('http://a.test/ host', '["http://a.test/"]', 'host', '[]', 'unfinished', '', 1);
INSERT INTO urls(crawl, url, depth, state) VALUES (1, 'http://a.test/waiting', 1, 'waiting');
INSERT INTO frontier(crawl, position, url) VALUES (1, 1000, 1);
WITH RECURSIVE numbers(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < 201)
  INSERT INTO urls(id, crawl, url, depth, state, status) SELECT n, 1, 'http://a.test/' || n, 0, 'page', 200 FROM numbers;
)sql";

// The second for versions from the third on, in which a page has more to it.
constexpr std::array kPageRows = {
    R"sql(
INSERT INTO pages(id, crawl, url, language, title, description, headings, links, body)
  SELECT id, 1, url, 'en', 'Page ' || id, '', '', '[1]', 'word' || id || ' and all the others' FROM urls WHERE id > 1)sql",
    R"sql(
INSERT INTO pages(id, crawl, url, born, is_whole, status, content_type, bytes, body_hash, etag, last_modified,
                  needs_script, language, title, description, headings, links, nofollow, body)
  SELECT id, 1, url, 1, 1, 200, 'text/html', 9, CAST(id AS BLOB), '', '',
         0, 'en', 'Page ' || id, '', '', '[1]', '[]', 'word' || id || ' and all the others' FROM urls WHERE id > 1)sql",
};

void make(const fs::path& file, std::int64_t version) {
  Connection connection(file.string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  lend_tokenizer(connection);
  connection.execute("PRAGMA page_size = 8192");
  migrate(connection, version);
  connection.execute(kContent);
  connection.execute(kPageRows.at(version < 3 ? 0 : 1));
  connection.execute("INSERT INTO page_index(page_index) VALUES ('rebuild')");
  connection.prepare("INSERT INTO meta VALUES ('analyzer', ?)").run(indexer::analyzer_version());
  connection.execute("PRAGMA journal_mode = WAL");
}

std::int64_t version_of(const fs::path& file) {
  Connection connection(file.string(), SQLITE_OPEN_READONLY);
  return connection.integer("PRAGMA user_version");
}

void expect_current_and_whole(const fs::path& file) {
  Database database = Database::open_writer(file);
  Connection& connection = database.connection();
  EXPECT_EQ(connection.integer("PRAGMA user_version"), schema_version());
  EXPECT_EQ(check(database), std::vector<std::string>{});
  EXPECT_EQ(connection.integer("SELECT count(*) FROM pages"), kPages);
  EXPECT_EQ(connection.integer("SELECT count(*) FROM frontier"), 1);
  EXPECT_EQ(connection.integer("SELECT rowid FROM page_index WHERE page_index MATCH 'body: word77'"), 77);
  EXPECT_EQ(connection.integer("SELECT rowid FROM page_index WHERE page_index MATCH 'title: 77'"), 77);
}

class Migration : public testing::TestWithParam<std::int64_t> {};

TEST_P(Migration, LeadsFromEachVersionToThisOne) {
  const TemporaryFolder folder;
  make(folder / "a.db", GetParam());
  ASSERT_EQ(version_of(folder / "a.db"), GetParam());
  expect_current_and_whole(folder / "a.db");
}

TEST_P(Migration, IsNotForAReaderWhoSaysSoAndABackupNeedsNone) {
  const TemporaryFolder folder;
  make(folder / "a.db", GetParam());
  try {
    Database::open_reader(folder / "a.db");
    ADD_FAILURE() << "it took an earlier version";
  } catch (const StorageError& error) {
    EXPECT_EQ(error.kind(), StorageErrorKind::kOlderVersion);
    EXPECT_NE(std::string(error.what()).find("sitedex check or a crawl brings it up to date"), std::string::npos);
  }
  Database reader = Database::open_reader(folder / "a.db", Database::Version::kAny);
  EXPECT_TRUE(back_up(reader, folder / "b.db"));
  EXPECT_EQ(version_of(folder / "b.db"), GetParam());
  expect_current_and_whole(folder / "b.db");
}

std::vector<std::string> notices_of_opening(const fs::path& file) {
  std::vector<std::string> told;
  Database::open_writer(file, [&](std::string_view sentence) { told.emplace_back(sentence); });
  return told;
}

/// As the earlier program would find it, if its user goes back to it.
void expect_former(const fs::path& copy, std::int64_t version) {
  EXPECT_EQ(version_of(copy), version);
  Connection connection(copy.string(), SQLITE_OPEN_READONLY);
  lend_tokenizer(connection);
  EXPECT_EQ(connection.integer("SELECT count(*) FROM pages"), kPages);
  EXPECT_EQ(connection.integer("SELECT count(*) FROM page_index WHERE page_index MATCH 'body: word77'"), 1);
}

TEST_P(Migration, KeepsACopyForTheEarlierProgramAndTellsOfIt) {
  const TemporaryFolder folder;
  const std::string name = fmt::format("a.db.v{}.bak", GetParam());
  make(folder / "a.db", GetParam());
  const auto told = notices_of_opening(folder / "a.db");
  ASSERT_FALSE(told.empty());
  EXPECT_EQ(told.front(), "An earlier version has made this file: keeping a copy of it in " + name);
  expect_former(folder / name, GetParam());

  EXPECT_EQ(notices_of_opening(folder / "a.db"), std::vector<std::string>{});
  expect_former(folder / name, GetParam());
}

TEST_P(Migration, ReplacesACopyOfTheSameVersionButNothingElse) {
  const TemporaryFolder folder;
  const fs::path copy = folder / fmt::format("a.db.v{}.bak", GetParam());
  make(folder / "a.db", GetParam());
  support::write_bytes(copy, "the diary of somebody");
  try {
    Database::open_writer(folder / "a.db");
    ADD_FAILURE() << "it took a file of somebody else";
  } catch (const StorageError& error) {
    EXPECT_EQ(error.kind(), StorageErrorKind::kNotOurs);
  }
  EXPECT_EQ(support::bytes_of(copy), "the diary of somebody");
  EXPECT_EQ(version_of(folder / "a.db"), GetParam());

  fs::remove(copy);
  make(copy, GetParam());
  Connection(copy.string(), SQLITE_OPEN_READWRITE).execute("DELETE FROM pages");
  Database::open_writer(folder / "a.db");
  expect_former(copy, GetParam());
}

TEST_P(Migration, WithRoomForItselfAloneKeepsNoCopyAndTellsSo) {
  const TemporaryFolder folder;
  if (mount("sitedex-test", folder.path().c_str(), "tmpfs", 0, "size=10m") != 0)
    GTEST_SKIP() << "wants to mount a tmpfs";
  make(folder / "a.db", GetParam());
  const std::size_t wanted = fs::file_size(folder / "a.db") * 4;
  support::write_bytes(folder / "other", std::string(fs::space(folder.path()).available - wanted, 'x'));
  const auto told = notices_of_opening(folder / "a.db");
  ASSERT_FALSE(told.empty());
  EXPECT_EQ(told.front(), "An earlier version has made this file, and there is no room to keep a copy of it");
  EXPECT_FALSE(fs::exists(folder / fmt::format("a.db.v{}.bak", GetParam())));
  EXPECT_EQ(version_of(folder / "a.db"), schema_version());
  EXPECT_EQ(umount(folder.path().c_str()), 0);
}

/// So many instructions of SQLite, or commits, until it is over. SQLite calls for each connection that is made what it
/// is told, so that one that is opened far down can be watched, too.
int instructions_left = 0;
int commits_left = 0;

int watch(sqlite3* connection, char** /*error*/, const void* /*api*/) {
  const auto count_down = [](void* left) {
    if (--*static_cast<int*>(left) == 0) raise(SIGKILL);
    return 0;
  };
  constexpr int kInstructions = 20;
  sqlite3_progress_handler(connection, kInstructions, count_down, &instructions_left);
  sqlite3_commit_hook(connection, count_down, &commits_left);
  return SQLITE_OK;
}

/// False if it came to the end before.
bool open_and_die(const fs::path& file, int instructions, int commits) {
  const auto ended = in_child([&] {
    instructions_left = instructions;
    commits_left = commits;
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(&watch));
    Database::open_writer(file);
    return 0;
  });
  return !ended.has_value();
}

void expect_old_or_new(const fs::path& file, std::int64_t old_version) {
  const auto version = version_of(file);
  EXPECT_TRUE(version == old_version || version == schema_version()) << version;
  expect_current_and_whole(file);
}

TEST_P(Migration, KilledAtAnyInstantLeavesTheOldVersionOrTheNew) {
  const TemporaryFolder folder;
  make(folder / "whole.db", GetParam());
  int kills = 0;
  for (int instructions = 1;; instructions += 1 + instructions / support::rounds(8)) {
    SCOPED_TRACE(instructions);
    fs::copy_file(folder / "whole.db", folder / "a.db", fs::copy_options::overwrite_existing);
    if (!open_and_die(folder / "a.db", instructions, 0)) break;
    ++kills;
    expect_old_or_new(folder / "a.db", GetParam());
  }
  EXPECT_GT(kills, 5);
}

TEST_P(Migration, KilledAtItsCommitHasNotBeen) {
  const TemporaryFolder folder;
  make(folder / "a.db", GetParam());
  ASSERT_TRUE(open_and_die(folder / "a.db", 0, 1));
  EXPECT_EQ(version_of(folder / "a.db"), GetParam());
  expect_current_and_whole(folder / "a.db");
}

TEST_P(Migration, WithoutRoomHasNotBeenAndIsWhenThereIs) {
  const TemporaryFolder folder;
  if (mount("sitedex-test", folder.path().c_str(), "tmpfs", 0, "size=1m") != 0)
    GTEST_SKIP() << "wants to mount a tmpfs";
  make(folder / "a.db", GetParam());
  const std::size_t left = fs::space(folder.path()).free;
  support::write_bytes(folder / "other", std::string(left - 48 * 1024, 'x'));  // enough for the log's map and a page
  try {
    Database::open_writer(folder / "a.db");
    ADD_FAILURE() << "there was room";
  } catch (const StorageError& error) {
    EXPECT_EQ(error.kind(), StorageErrorKind::kFull) << error.what();
  }
  EXPECT_EQ(version_of(folder / "a.db"), GetParam());
  fs::remove(folder / "other");
  EXPECT_EQ(mount("", folder.path().c_str(), "", MS_REMOUNT, "size=10m"), 0);
  expect_current_and_whole(folder / "a.db");
  EXPECT_EQ(umount(folder.path().c_str()), 0);
}

/// As the fourth version did it.
void compress_bodies(Connection& connection) {
  connection.execute(R"sql(
CREATE TABLE dictionaries(
  id    INTEGER PRIMARY KEY,  -- as zstd's frames name it
  bytes BLOB NOT NULL
) STRICT;
CREATE VIEW texts AS SELECT id, title, headings, description, text_of(body) AS body FROM pages;
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'body          TEXT', 'body          ANY') WHERE name IN ('pages', 'staged');
UPDATE sqlite_schema SET sql = replace(sql, 'content = ''pages''', 'content = ''texts''') WHERE name = 'page_index';
PRAGMA writable_schema = RESET;
INSERT INTO meta VALUES ('texts', 'zstd');
)sql");
  TextCompressor compressor(connection);
  Statement select = connection.prepare("SELECT body FROM pages WHERE id = ?");
  Statement update = connection.prepare("UPDATE pages SET body = ?2 WHERE id = ?1");
  for (std::int64_t id = 2; id < kPages + 2; ++id) {
    std::string text;
    for (const Row row : select.rows(id)) text = row.text(0);
    update.run(id, compressor.compress(text).value());
  }
}

TEST(MigrationOfCompressedTexts, KeepsThemAsTheyAre) {
  constexpr std::int64_t kBeforePlacement = 4;
  const TemporaryFolder folder;
  make(folder / "a.db", kBeforePlacement);
  {
    Connection connection((folder / "a.db").string(), SQLITE_OPEN_READWRITE);
    lend_tokenizer(connection);
    lend_text_of(connection);
    connection.execute("UPDATE pages SET body = body || ' and once more and once more and once more and once more'");
    connection.execute("INSERT INTO page_index(page_index) VALUES ('rebuild')");
    compress_bodies(connection);
  }
  expect_current_and_whole(folder / "a.db");
  Database database = Database::open_writer(folder / "a.db");
  EXPECT_EQ(database.texts(), Database::Texts::kCompressed);
  EXPECT_EQ(database.connection().integer("SELECT count(*) FROM pages WHERE typeof(body) = 'blob'"), kPages);
  EXPECT_EQ(database.connection().integer("SELECT count(*) FROM texts WHERE body LIKE '%word%once more'"), kPages);
}

INSTANTIATE_TEST_SUITE_P(From, Migration, testing::Range<std::int64_t>(1, schema_version()));

}  // namespace
}  // namespace storage
