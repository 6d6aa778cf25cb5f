// Texts that are stored compressed: read as they were, or told as damaged; and an index of them is the index of the
// plain ones.

#include "storage/text_compression.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <csignal>
#include <random>
#include <string>
#include <vector>

#include "storage/check.hpp"
#include "storage/crawl_store.hpp"
#include "storage/crawls.hpp"
#include "storage/digest.hpp"
#include "storage/forgetting.hpp"
#include "storage/index.hpp"
#include "storage/searcher.hpp"
#include "storage/stats.hpp"
#include "tests/storage/child_process.hpp"
#include "tests/storage/records.hpp"
#include "tests/support/random_text.hpp"
#include "tests/support/temporary_folder.hpp"

namespace storage {
namespace {

using support::TemporaryFolder;
using Texts = Database::Texts;

namespace fs = std::filesystem;

constexpr std::size_t kManyPages = 400;  // more than the dictionary is trained from

/// Some 2 kB, of words that other pages have, too.
std::string text_of_page(std::size_t number) {
  std::mt19937 random(static_cast<std::mt19937::result_type>(number));
  std::string text = fmt::format("Page {} of the manual. Contents, index, previous page, next page.\n", number);
  for (int word = 0; word < 250; ++word) text += fmt::format("chapter{} ", random() % 5000);
  return text;
}

/// Crawls pages from `first` on, and goes away.
void add_pages(const fs::path& file, Texts texts, std::size_t first, std::size_t count) {
  Database database = Database::open_writer(file, {}, texts);
  Ledger ledger(database);
  Index index(database, ledger);
  CrawlStore store(database, ledger, {.crawl = Crawls(database).find_or_create({"http://site.test/0"}, "host").id});
  for (std::size_t number = first; number < first + count; ++number) {
    const auto waiting = store.enqueue({.url = fmt::format("http://site.test/{}", number)});
    index.write(record_of(page_of(1, waiting), fmt::format("Page {}", number), text_of_page(number)));
  }
  index.commit();
}

std::int64_t ask(const fs::path& file, const std::string& sql) {
  return Database::open_reader(file).connection().integer(sql);
}

std::string digest_of_sound(const fs::path& file) {
  Database database = Database::open_writer(file);
  EXPECT_EQ(check(database), std::vector<std::string>{});
  return digest(database);
}

/// What a reader makes of a frame; nothing if it says that the file is damaged.
std::optional<std::string> read(Connection& connection, std::string_view frame) {
  Statement select = connection.prepare("SELECT text_of(CAST(? AS BLOB))");
  try {
    for (const Row row : select.rows(frame)) return std::string(row.text(0));
  } catch (const StorageError& error) {
    EXPECT_EQ(error.kind(), StorageErrorKind::kDamaged) << error.what();
  }
  return std::nullopt;
}

class TextCompression : public testing::Test {
 protected:
  Connection& connection() { return database_.connection(); }

  std::optional<std::string> compress(std::string_view text) {
    const auto frame = compressor_.compress(text);
    return frame ? std::optional(std::string(frame->begin(), frame->end())) : std::nullopt;
  }

  const TemporaryFolder folder_;
  Database database_ = Database::open_writer(folder_ / "x.db", {}, Texts::kCompressed);
  TextCompressor compressor_{database_.connection()};
};

TEST_F(TextCompression, WhatComesOutIsWhatWentIn) {
  std::mt19937 random(7);
  const auto alphabet = support::characters_of("abc \nß東\xf0\x9f\x98\x80");
  for (int i = 0; i < 300; ++i) {
    const std::string text = support::random_text(random, alphabet, i < 290 ? 200 : 300'000);
    const auto frame = compress(text);
    if (!frame) continue;
    EXPECT_LT(frame->size(), text.size());
    EXPECT_EQ(read(connection(), *frame), text);
  }
}

TEST_F(TextCompression, WhatIsShorterAsItIsIsStoredSo) {
  EXPECT_EQ(compress(""), std::nullopt);
  EXPECT_EQ(compress("hello"), std::nullopt);
  EXPECT_EQ(compress(std::string((64 << 20) + 1, 'x')), std::nullopt) << "no reader would take it";
  EXPECT_EQ(connection().integer("SELECT text_of('plain') = 'plain' AND text_of(NULL) IS NULL"), 1);
}

TEST_F(TextCompression, ADictionaryOfTheFirstTextsMakesTheOthersSmaller) {
  database_.change([&] {
    const std::size_t before = compress(text_of_page(kManyPages))->size();
    for (std::size_t number = 0; number < kManyPages; ++number) compress(text_of_page(number));
    EXPECT_EQ(connection().integer("SELECT count(*) FROM dictionaries"), 1);
    const auto frame = compress(text_of_page(kManyPages));
    EXPECT_LT(frame->size(), before);
    EXPECT_EQ(read(connection(), *frame), text_of_page(kManyPages));
    TextCompressor of_a_later_run(connection());
    const auto again = of_a_later_run.compress(text_of_page(kManyPages));
    EXPECT_EQ(std::string(again->begin(), again->end()), frame);
  });
}

TEST_F(TextCompression, ADamagedFrameIsToldAndNeverBelieved) {
  const std::string text = text_of_page(1);
  const std::string frame = compress(text).value();
  for (std::size_t length = 0; length < frame.size(); ++length) {
    EXPECT_EQ(read(connection(), frame.substr(0, length)), std::nullopt) << "cut off at " << length;
  }
  for (std::size_t at = 0; at < frame.size(); ++at) {
    for (const int bit : {0, 3, 7}) {
      std::string damaged = frame;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
      const auto what = read(connection(), damaged);
      EXPECT_TRUE(!what || what == text) << "byte " << at << ", bit " << bit;
    }
  }
}

TEST_F(TextCompression, AFrameThatClaimsMoreThanAnyTextHasIsDamaged) {
  // RFC 8878, 3.1.1: magic number, a descriptor (single segment, eight bytes of size), the size.
  const std::string_view claims("\x28\xb5\x2f\xfd\xe0\x00\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00", 16);
  EXPECT_EQ(read(connection(), claims), std::nullopt);
}

TEST_F(TextCompression, WithoutItsDictionaryAFrameIsDamaged) {
  database_.change([&] {
    for (std::size_t number = 0; number < kManyPages; ++number) compress(text_of_page(number));
  });
  database_.commit();  // SQLite takes no more changes in a transaction that has met with damage
  const std::string frame = compress(text_of_page(0)).value();
  for (const char* loss :
       {"UPDATE dictionaries SET bytes = zeroblob(99)", "DELETE FROM dictionaries", "DROP TABLE dictionaries"}) {
    connection().execute(loss);
    EXPECT_EQ(read(connection(), frame), std::nullopt) << loss;
  }
}

class CompressedFile : public testing::Test {
 protected:
  fs::path file(const char* name) const { return folder_ / name; }

  const TemporaryFolder folder_;
};

TEST_F(CompressedFile, IsTheSameIndexInLessRoom) {
  add_pages(file("plain.db"), Texts::kAsTheyAre, 0, kManyPages);
  add_pages(file("small.db"), Texts::kCompressed, 0, kManyPages);
  EXPECT_EQ(digest_of_sound(file("small.db")), digest_of_sound(file("plain.db")));
  Database plain = Database::open_reader(file("plain.db"));
  Database small = Database::open_reader(file("small.db"));
  EXPECT_EQ(plain.connection().integer("SELECT count(*) FROM pages WHERE typeof(body) = 'text'"), kManyPages);
  EXPECT_EQ(small.connection().integer("SELECT count(*) FROM pages WHERE typeof(body) = 'blob'"), kManyPages);
  EXPECT_EQ(stats(small).text_bytes, stats(plain).text_bytes);
  EXPECT_LT(stats(small).file_bytes, stats(plain).file_bytes);

  const Results expected = Searcher(plain).search("chapter7 \"next page\"", {.limit = 20});
  const Results found = Searcher(small).search("chapter7 \"next page\"", {.limit = 20});
  ASSERT_EQ(found.hits.size(), expected.hits.size());
  ASSERT_EQ(found.hits.size(), 20);
  for (std::size_t i = 0; i < found.hits.size(); ++i) {
    EXPECT_EQ(found.hits[i].url, expected.hits[i].url);
    EXPECT_EQ(found.hits[i].score, expected.hits[i].score);
    EXPECT_EQ(found.hits[i].snippet.text, expected.hits[i].snippet.text);
  }
}

TEST_F(CompressedFile, StaysSoAndAPlainOneIsMadeSoWhenThatIsAskedFor) {
  add_pages(file("plain.db"), Texts::kAsTheyAre, 0, kManyPages + 50);
  add_pages(file("x.db"), Texts::kAsTheyAre, 0, 50);
  add_pages(file("x.db"), Texts::kCompressed, 50, 50);
  EXPECT_EQ(ask(file("x.db"), "SELECT count(*) FROM pages WHERE typeof(body) = 'blob'"), 100);
  add_pages(file("x.db"), Texts::kAsTheyAre, 100, kManyPages - 50);
  EXPECT_EQ(ask(file("x.db"), "SELECT count(*) FROM pages WHERE typeof(body) = 'blob'"), kManyPages + 50);
  EXPECT_EQ(digest_of_sound(file("x.db")), digest_of_sound(file("plain.db")));
}

TEST_F(CompressedFile, KilledWhileItIsMadeSoIsTheOldOneOrTheNew) {
  add_pages(file("plain.db"), Texts::kAsTheyAre, 0, 60);
  const std::string expected = digest_of_sound(file("plain.db"));
  int kills = 0;
  for (int instructions = 1;; instructions += 1 + instructions / 4) {
    fs::copy_file(file("plain.db"), file("x.db"), fs::copy_options::overwrite_existing);
    const auto ended = in_child([&] {
      Database database = Database::open_writer(file("x.db"));
      const auto count_down = [](void* left) {
        if (--*static_cast<int*>(left) == 0) raise(SIGKILL);
        return 0;
      };
      sqlite3_progress_handler(database.connection().handle(), 10, count_down, &instructions);
      compress_texts(database.connection());
      return 0;
    });
    if (ended) break;
    ++kills;
    ASSERT_EQ(digest_of_sound(file("x.db")), expected);
    const auto blobs = ask(file("x.db"), "SELECT count(*) FROM pages WHERE typeof(body) = 'blob'");
    EXPECT_TRUE(blobs == 0 || blobs == 60) << blobs;
  }
  EXPECT_GT(kills, 5);
}

TEST_F(CompressedFile, LosesItsDictionaryWithTheTransactionThatTrainedIt) {
  add_pages(file("x.db"), Texts::kCompressed, 0, 10);
  const auto ended = in_child([&] {
    Database database = Database::open_writer(file("x.db"));
    const auto die = [](void*) { return raise(SIGKILL); };
    sqlite3_commit_hook(database.connection().handle(), die, nullptr);
    database.change([&] {
      TextCompressor compressor(database.connection());
      for (std::size_t number = 0; number < kManyPages; ++number) compressor.compress(text_of_page(number));
    });
    database.commit();
    return 0;
  });
  ASSERT_EQ(ended, std::nullopt);
  EXPECT_EQ(ask(file("x.db"), "SELECT count(*) FROM dictionaries"), 0);
  add_pages(file("x.db"), Texts::kAsTheyAre, 10, kManyPages);
  add_pages(file("plain.db"), Texts::kAsTheyAre, 0, kManyPages + 10);
  EXPECT_EQ(digest_of_sound(file("x.db")), digest_of_sound(file("plain.db")));
}

TEST_F(CompressedFile, IsIndexedAnewFromItsTexts) {
  add_pages(file("x.db"), Texts::kCompressed, 0, kManyPages);
  const std::string before = digest_of_sound(file("x.db"));
  {
    Database database = Database::open_writer(file("x.db"));
    database.connection().execute(
        "INSERT INTO page_index(page_index) VALUES ('delete-all'); DELETE FROM meta WHERE key = 'analyzer'");
  }
  EXPECT_EQ(digest_of_sound(file("x.db")), before);
}

TEST_F(CompressedFile, ForgetsPostingsWithTheirPages) {
  add_pages(file("x.db"), Texts::kCompressed, 0, kManyPages);
  {
    Database database = Database::open_writer(file("x.db"));
    EXPECT_EQ(Forgetting(database).url("http://site.test/7").pages, 1);
    EXPECT_EQ(check(database), std::vector<std::string>{});
    EXPECT_EQ(Forgetting(database).site("site.test").pages, kManyPages - 1);
    database.commit();
  }
  Database database = Database::open_writer(file("x.db"));
  EXPECT_EQ(check(database), std::vector<std::string>{});
  EXPECT_EQ(Searcher(database).search("manual", {.limit = 1}).total, 0);
}

TEST_F(CompressedFile, NamesThePageWhoseTextIsDamaged) {
  add_pages(file("x.db"), Texts::kCompressed, 0, 10);
  Database database = Database::open_writer(file("x.db"));
  database.connection().execute("UPDATE pages SET body = substr(body, 1, 100) WHERE url = 'http://site.test/3'");
  const auto problems = check(database);
  ASSERT_FALSE(problems.empty());
  EXPECT_EQ(problems.front(), "http://site.test/3: its text cannot be read");
  EXPECT_THROW(digest(database), StorageError);
  EXPECT_THROW(Searcher(database).search("manual", {.limit = 10}), StorageError);
}

TEST_F(CompressedFile, DisagreesWithAnIndexOfOtherTexts) {
  add_pages(file("x.db"), Texts::kCompressed, 0, 10);
  Database database = Database::open_writer(file("x.db"));
  database.connection().execute("UPDATE pages SET body = (SELECT body FROM pages WHERE id = 1) WHERE id = 2");
  EXPECT_EQ(check(database), std::vector<std::string>{std::string(kIndexDisagrees)});
}

}  // namespace
}  // namespace storage
