#include "storage/anchors.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "storage/check.hpp"
#include "storage/digest.hpp"
#include "storage/link_texts.hpp"
#include "storage/searcher.hpp"
#include "tests/storage/plain_pages.hpp"
#include "tests/support/small_disk.hpp"
#include "tests/support/temporary_folder.hpp"

namespace storage {
namespace {

/// Pages 1 to 4 of an own text; what page 4 leads to, and page 5 is another name of page 1.
class AnchorsTest : public testing::Test {
 protected:
  AnchorsTest() {
    fill_with_pages(database_,
                    "VALUES (1, 'One', '', '', 'quite another thing'), (2, 'Two', '', '', 'see the blue manual'),"
                    " (3, 'Three', '', '', 'see the blue manual too'), (4, 'Four', '', '', 'an old guide')");
    database_.connection().execute(
        "INSERT INTO crawls(id, name, seeds, scope, sites, state, reason, started_at) VALUES (1, 'x', '[]', 'host',"
        " '[]', 'finished', '', 1);"
        "INSERT INTO urls(id, crawl, url, depth, state, alias_of) VALUES (1, 1, 'http://a.test/1', 0, 'page', NULL),"
        " (2, 1, 'http://a.test/2', 1, 'page', NULL), (3, 1, 'http://a.test/3', 1, 'page', NULL),"
        " (4, 1, 'http://a.test/4', 1, 'page', NULL), (5, 1, 'http://a.test/5', 1, 'alias', 1)");
  }

  /// Page `page` has a link to `target`, which shows that part of its text.
  void link(std::int64_t page, std::int64_t target, std::uint32_t begin, std::uint32_t end) {
    auto url = crawler::Url::parse("http://a.test/");
    std::vector<crawler::Link> links;
    links.push_back({.url = *std::move(url), .id = target});
    const auto bytes = write_link_texts(std::vector<indexer::LinkText>{{.link = 0, .begin = begin, .end = end}}, links);
    database_.connection()
        .prepare("UPDATE pages SET links = '[' || ?2 || ']', link_texts = ?3 WHERE id = ?1")
        .run(page, target, std::span(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
  }

  void renew() {
    renew_anchors(database_);
    database_.commit();
  }

  std::string texts_of(std::int64_t page) {
    Statement select = database_.connection().prepare("SELECT pages || '|' || texts FROM anchors WHERE id = ?");
    for (const Row row : select.rows(page)) return std::string(row.text(0));
    return {};
  }

  /// What `check` says of them.
  std::string check_of_anchors() {
    const auto problems = check(database_);
    return std::ranges::find(problems, kAnchorsDisagree) == problems.end() ? "" : std::string(kAnchorsDisagree);
  }

  std::vector<std::int64_t> found(std::string_view typed) {
    std::vector<std::int64_t> ids;
    Searcher searcher(database_);
    for (const Hit& hit : searcher.search(typed, {.limit = 10}).hits) ids.push_back(hit.id);
    return ids;
  }

  Database database_ = Database::temporary();
};

TEST_F(AnchorsTest, SayWhatLinksToAPageShowTheCommonestFirst) {
  link(2, 1, 8, 19);
  link(3, 5, 8, 19);
  link(4, 1, 3, 12);
  renew();
  EXPECT_EQ(texts_of(1), "3|2 blue manual\n1 old guide") << "those to its other name are to it, too";
  EXPECT_EQ(texts_of(5), "");
}

TEST_F(AnchorsTest, APageIsFoundByWordsThatOnlyLinksToItHave) {
  EXPECT_EQ(found("guide thing"), (std::vector<std::int64_t>{1, 4}));
  link(4, 1, 3, 12);
  renew();
  EXPECT_EQ(found("guide"), (std::vector<std::int64_t>{1, 4})) << "a name says more than a mention";
  EXPECT_EQ(found("\"old guide\""), (std::vector<std::int64_t>{1, 4}));
}

// It came once more among the pages that have some of the words themselves.
TEST_F(AnchorsTest, APageThatHasSomeOfTheWordsItselfComesOnce) {
  link(3, 2, 8, 23);
  renew();
  EXPECT_EQ(texts_of(2), "1|1 blue manual too");
  EXPECT_EQ(found("manual too").size(), 2U);
}

TEST_F(AnchorsTest, WhatManyPagesCallAPageOutranksWhoMentionsIt) {
  link(2, 4, 8, 19);
  link(3, 4, 8, 19);
  renew();
  EXPECT_EQ(found("blue manual"), (std::vector<std::int64_t>{4, 2, 3}));
}

TEST_F(AnchorsTest, DependOnlyOnWhatThePagesAreNow) {
  link(4, 1, 3, 12);
  renew();
  const std::string before = digest(database_);
  link(4, 2, 3, 5);
  link(3, 1, 8, 19);
  renew();
  EXPECT_NE(digest(database_), before);
  EXPECT_EQ(texts_of(2), "1|1 ol");
  database_.connection().execute("UPDATE pages SET links = '[]', link_texts = x'' WHERE id = 3");
  link(4, 1, 3, 12);
  renew();
  EXPECT_EQ(digest(database_), before);
  EXPECT_EQ(found("ol"), std::vector<std::int64_t>{}) << "what is shown no more is gone from the index";
}

TEST_F(AnchorsTest, GoWithTheirPage) {
  link(4, 1, 3, 12);
  renew();
  database_.connection().execute("DELETE FROM pages WHERE id = 1");
  EXPECT_EQ(found("\"old guide\""), (std::vector<std::int64_t>{4})) << "also before they are renewed";
  renew();
  EXPECT_EQ(texts_of(1), "");
}

TEST_F(AnchorsTest, StoppedAnywhereAreSoundAndCompletedByTheNextTime) {
  const auto change_links = [this](std::uint32_t end) {
    link(2, 1, 8, end);
    link(3, 2, 8, end);
    link(4, 3, end - 9, 12);
  };
  change_links(12);
  renew();
  int asked = 0;
  bool is_done = false;
  for (int stop_at = 1; !is_done; ++stop_at) {
    change_links(12 + static_cast<std::uint32_t>(stop_at % 2));
    asked = 0;
    is_done = renew_anchors(database_, [&] { return ++asked == stop_at; });
    database_.commit();
    EXPECT_EQ(asked, is_done ? stop_at - 1 : stop_at);
    EXPECT_EQ(check_of_anchors(), "");
    renew();
    EXPECT_EQ(texts_of(1), stop_at % 2 == 0 ? "1|1 blue" : "1|1 blue ");
    EXPECT_EQ(check_of_anchors(), "");
  }
  EXPECT_EQ(asked, 6) << "once for each page with links, and for each that is linked to";
}

TEST_F(AnchorsTest, AreHeldAgainstTheirIndex) {
  link(2, 1, 8, 19);
  renew();
  EXPECT_EQ(check_of_anchors(), "");
  for (const char* const damage :
       {"UPDATE anchors SET texts = '1 blue'", "UPDATE anchors SET texts = '1 blue manuals too'",
        "UPDATE anchors SET id = 2", "DELETE FROM anchors", "INSERT INTO anchor_index(rowid, texts) VALUES (3, 'x')"}) {
    database_.connection().execute("SAVEPOINT sound");
    database_.connection().execute(damage);
    EXPECT_EQ(check_of_anchors(), kAnchorsDisagree) << damage;
    database_.connection().execute("ROLLBACK TO sound; RELEASE sound");
  }
}

TEST_F(AnchorsTest, OfDamagedStretchesAreNone) {
  link(4, 1, 3, 12'000);
  renew();
  EXPECT_EQ(texts_of(1), "");
}

/// The words of the index of link texts, and where they stand.
std::vector<std::string> words_of_links(Database& database) {
  database.connection().execute(
      "CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab(main, anchor_index, instance)");
  Statement select = database.connection().prepare("SELECT term || ' ' || doc || ' ' || offset FROM temp.words");
  std::vector<std::string> words;
  for (const Row row : select.rows()) words.emplace_back(row.text(0));
  return words;
}

/// A file whose pages link to each other, with nothing yet of what the links show.
void make_linked_pages(const std::filesystem::path& file) {
  Database database = Database::open_writer(file);
  fill_with_pages(database, 500, "'t' || n", "printf('the page %d of x%d', n % 91, n * n)");
  database.connection().execute("UPDATE pages SET links = printf('[%d]', id % 200 + 1), link_texts = x'1C00'");
  database.commit();
}

/// Whether there was room.
bool renew_in(const std::filesystem::path& file) try {
  Database database = Database::open_writer(file);
  renew_anchors(database);
  database.commit();
  return true;
} catch (const StorageError& error) {
  EXPECT_EQ(error.kind(), StorageErrorKind::kFull) << error.what();
  EXPECT_NE(std::string(error.what()).find("no room left to write"), std::string::npos) << error.what();
  return false;
}

TEST(AnchorsOnAFullDisk, LoseNothingAndAreMadeWhenThereIsRoomAgain) {
  const support::TemporaryFolder folder;
  make_linked_pages(folder / "base.db");
  std::filesystem::copy(folder / "base.db", folder / "whole.db");
  ASSERT_TRUE(renew_in(folder / "whole.db"));
  Database whole = Database::open_reader(folder / "whole.db");
  const auto words = words_of_links(whole);
  ASSERT_GT(words.size(), 500);
  const std::size_t bytes = std::filesystem::file_size(folder / "base.db");
  int failures = 0;
  bool is_enough = false;
  for (std::size_t room = 40'000; !is_enough; room += 8192) {
    SCOPED_TRACE(room);
    const support::SmallDisk disk(bytes + room);
    if (!disk.is_mounted()) GTEST_SKIP() << "wants to mount a tmpfs";
    const std::filesystem::path file = disk / "a.db";
    std::filesystem::copy(folder / "base.db", file);
    is_enough = renew_in(file);
    failures += is_enough ? 0 : 1;
    disk.make_room();
    Database database = Database::open_writer(file);
    EXPECT_EQ(words_of_links(database).size(), is_enough ? words.size() : 0) << "all or nothing";
    EXPECT_EQ(database.connection().integer("SELECT count(*) FROM pages"), 500);
    renew_anchors(database);
    database.commit();
    EXPECT_EQ(words_of_links(database), words);
    EXPECT_TRUE(anchor_index_agrees(database.connection()));
  }
  EXPECT_GT(failures, 1);
}

TEST(LinkTally, CountsTheSameWhetherItAllFitsInMemoryOrNot) {
  Database database = Database::temporary();
  LinkTally tally(database.connection());
  const std::string padding(500, 'x');
  constexpr int kTexts = 60'000;  // of which some 30,000 fit
  for (const int round : {1, 2}) {
    for (int i = 0; i < kTexts; ++i) tally.add(1 + i % 3, std::to_string(i / 6 * round) + padding);
  }
  std::int64_t pages = 0;
  std::vector<std::int64_t> targets;
  for (const LinksTo& links : tally.targets(2)) {
    targets.push_back(links.target);
    pages += links.pages;
    ASSERT_EQ(links.commonest.size(), 2U);
    EXPECT_EQ(links.commonest.front().text, "0" + padding) << "the first of those that are equally common";
    EXPECT_EQ(links.commonest.front().pages, 4);
  }
  EXPECT_EQ(targets, (std::vector<std::int64_t>{1, 2, 3}));
  EXPECT_EQ(pages, 2 * kTexts);
}

TEST_F(AnchorsTest, PartsOfAScoreAddUpToIt) {
  link(2, 1, 8, 19);
  link(3, 4, 8, 19);
  renew();
  Searcher searcher(database_);
  for (const char* typed :
       {"blue manual", "the blue manual", "old", "see blue guide thing manual", "\"blue manual\""}) {
    const Results results = searcher.search(typed, {.limit = 10, .explanation = true});
    EXPECT_FALSE(results.hits.empty()) << typed;
    for (const Hit& hit : results.hits) {
      double sum = 0;
      for (const ScorePart& part : hit.parts) sum += part.score;
      EXPECT_EQ(sum, hit.score) << typed << ", page " << hit.id;
    }
  }
}

}  // namespace
}  // namespace storage
