#include "storage/index.hpp"

#include <gtest/gtest.h>

#include "storage/check.hpp"
#include "storage/crawl_store.hpp"
#include "storage/crawls.hpp"
#include "storage/searcher.hpp"
#include "tests/storage/records.hpp"
#include "tests/support/temporary_folder.hpp"

namespace storage {
namespace {

using support::TemporaryFolder;

class Indexing : public testing::Test {
 protected:
  void add(const indexer::Record& record) {
    index_.write(record);
    index_.commit();
  }

  std::int64_t found(std::string_view word) { return Searcher(database_).search(word, {.limit = 10}).total; }

  std::string text(std::string_view select) {
    Statement statement = database_.connection().prepare(select);
    for (const Row row : statement.rows()) return std::string(row.text(0));
    return "no row";
  }

  Database database_ = Database::temporary();
  Ledger ledger_{database_};
  Index index_{database_, ledger_};
  crawler::CrawlId crawl_ = Crawls(database_).find_or_create({"http://site.test/"}, "host").id;
  CrawlStore store_{database_, ledger_, {.crawl = crawl_}};
};

TEST_F(Indexing, APageIsFoundByWhatItSaysAndLeavesTheQueue) {
  const auto waiting = store_.enqueue({.url = "http://site.test/"});
  add(record_of(page_of(crawl_, waiting), "Title", "some words"));
  EXPECT_EQ(found("words"), 1);
  EXPECT_TRUE(store_.waiting(0, 10, 9).empty());
  EXPECT_EQ(text("SELECT state FROM urls"), "page");
  EXPECT_EQ(text("SELECT fingerprint FROM pages"),
            std::to_string(static_cast<std::int64_t>(indexer::fingerprint("some words").bits)));
  EXPECT_EQ(check(database_), std::vector<std::string>{});
}

TEST_F(Indexing, APageWrittenAgainIsNoLongerFoundByItsOldWords) {
  const auto waiting = store_.enqueue({.url = "http://site.test/"});
  add(record_of(page_of(crawl_, waiting), "Title", "old words"));
  add(record_of(page_of(crawl_, waiting), "Title", "new words"));
  EXPECT_EQ(found("old"), 0);
  EXPECT_EQ(found("new"), 1);
  EXPECT_EQ(text("SELECT count(*) FROM pages"), "1");
  EXPECT_EQ(check(database_), std::vector<std::string>{}) << "postings agree with the pages";
}

TEST_F(Indexing, APageWrittenAgainKeepsItsPlace) {
  for (int number = 0; number < 3; ++number) {
    const auto waiting = store_.enqueue({.url = "http://site.test/" + std::to_string(number)});
    add(record_of(page_of(crawl_, waiting), "Title", "old words"));
    if (number != 1) continue;
    const std::string place = text("SELECT place FROM pages ORDER BY id DESC");
    add(record_of(page_of(crawl_, waiting), "Title", "new words"));
    EXPECT_EQ(text("SELECT place FROM pages ORDER BY id DESC"), place);
  }
  EXPECT_EQ(text("SELECT count(DISTINCT place) FROM pages"), "3");
}

// A segment of the index for each page would have to be merged again and again.
TEST_F(Indexing, PostingsOfNewPagesGatherUntilTheCommit) {
  const std::string segments = "SELECT count(*) FROM page_index_data";
  const std::string none = text(segments);
  for (int number = 0; number < 5; ++number) {
    const auto waiting = store_.enqueue({.url = "http://site.test/" + std::to_string(number)});
    index_.write(record_of(page_of(crawl_, waiting), "Title", "some words"));
    EXPECT_EQ(text(segments), none);
  }
  index_.commit();
  EXPECT_NE(text(segments), none);
  EXPECT_EQ(found("words"), 5);
}

TEST_F(Indexing, LinksAreKeptInDocumentOrderButForThoseThatWereOnlyCounted) {
  const auto first = store_.enqueue({.url = "http://site.test/"});
  const auto second = store_.enqueue({.url = "http://site.test/2", .found_from = first.id, .depth = 1});
  auto page = page_of(crawl_, first);
  const auto link_to = [&](crawler::UrlId id) { page.content.links.push_back({.url = page.url, .id = id}); };
  link_to(second.id);
  link_to(0);
  link_to(first.id);
  add(record_of(page, "Title", "words"));
  EXPECT_EQ(text("SELECT group_concat(target) FROM links WHERE source = 1"), "2,1");
}

TEST_F(Indexing, APageRemembersThatItNeedsScripts) {
  auto page = page_of(crawl_, store_.enqueue({.url = "http://site.test/"}));
  add(record_of(page, "Title", "words"));
  page.content.metadata.needs_script = true;
  page.id = store_.enqueue({.url = "http://site.test/app"}).id;
  page.body_hash = body_hash_of("http://site.test/app");
  add(record_of(page, "App", ""));
  EXPECT_EQ(text("SELECT group_concat(needs_script) FROM (SELECT * FROM pages ORDER BY id)"), "0,1");
}

TEST_F(Indexing, RedirectsBecomeAliasesOfThePageWhereTheyEnd) {
  const auto asked = store_.enqueue({.url = "http://site.test/"});
  const auto hop = store_.add_redirect_target({.url = "http://site.test/hop", .found_from = asked.id});
  auto page = page_of(crawl_, asked);
  page.redirects = {asked.id, hop};
  page.id = store_.add_redirect_target({.url = "http://site.test/end", .found_from = hop});
  page.url = crawler::Url::parse("http://site.test/end").value();
  add(record_of(page, "Title", "words"));
  EXPECT_EQ(text("SELECT group_concat(state) FROM urls"), "alias,alias,page");
  EXPECT_EQ(text("SELECT group_concat(alias_of) FROM urls"), "3,3");
  EXPECT_EQ(text("SELECT url FROM pages"), "http://site.test/end");
  EXPECT_EQ(check(database_), std::vector<std::string>{});
}

TEST_F(Indexing, AnAliasLeavesTheRowItStandsForAlone) {
  const auto known = store_.enqueue({.url = "http://site.test/known"});
  const auto asked = store_.enqueue({.url = "http://site.test/"});
  auto page = page_of(crawl_, asked);
  page.redirects = {asked.id};
  page.id = known.id;
  page.outcome = crawler::Outcome::kAlias;
  add({.page = page, .document = {}});
  EXPECT_EQ(text("SELECT group_concat(state) FROM urls"), "waiting,alias");
  ASSERT_EQ(store_.waiting(0, 10, 9).size(), 1);
  EXPECT_EQ(store_.waiting(0, 10, 9).front().url, "http://site.test/known");
}

TEST_F(Indexing, AFailureKeepsItsReasonAndHasNoStatusWithoutAnAnswer) {
  const auto waiting = store_.enqueue({.url = "http://site.test/"});
  auto page = page_of(crawl_, waiting);
  page.outcome = crawler::Outcome::kFailed;
  page.reason = "connection refused";
  page.status = 0;
  add({.page = page, .document = {}});
  EXPECT_EQ(text("SELECT state || ': ' || reason || ifnull(status, '') FROM urls"), "failed: connection refused");
  EXPECT_EQ(check(database_), std::vector<std::string>{});
}

TEST(Index, ABatchMakesDurableWhatWasQueuedBeforeIt) {
  const TemporaryFolder folder;
  Database writer = Database::open_writer(folder / "a.db");
  Ledger ledger(writer);
  Index index(writer, ledger);
  CrawlStore store(writer, ledger, {.crawl = Crawls(writer).find_or_create({"http://site.test/"}, "host").id});
  store.enqueue({.url = "http://site.test/"});
  Database reader = Database::open_reader(folder / "a.db");
  EXPECT_EQ(reader.connection().integer("SELECT count(*) FROM urls"), 0);
  index.commit();
  EXPECT_EQ(reader.connection().integer("SELECT count(*) FROM urls"), 1);
}

}  // namespace
}  // namespace storage
