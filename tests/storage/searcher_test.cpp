#include "storage/searcher.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "storage/crawl_store.hpp"
#include "storage/crawls.hpp"
#include "storage/index.hpp"
#include "storage/pages.hpp"
#include "tests/storage/plain_pages.hpp"
#include "tests/storage/records.hpp"

namespace storage {
namespace {

struct Text {
  std::string_view title;
  std::string_view body;
};

/// A database of these pages, http://site.test/0 and so on.
class Searching : public testing::Test {
 protected:
  void add(const std::vector<Text>& texts) {
    Ledger ledger(database_);
    Index index(database_, ledger);
    CrawlStore store(database_, ledger, {.crawl = Crawls(database_).find_or_create({"http://site.test/0"}, "host").id});
    std::vector<indexer::Record> batch;
    for (const auto& [title, body] : texts) {
      const auto waiting = store.enqueue({.url = fmt::format("http://site.test/{}", batch.size())});
      batch.push_back(record_of(page_of(1, waiting), title, body));
    }
    for (const indexer::Record& record : batch) index.write(record);
    index.commit();
  }

  std::vector<std::string> titles(std::string_view typed, std::size_t limit = 10, std::size_t offset = 0) {
    std::vector<std::string> titles;
    for (const Hit& hit : Searcher(database_).search(typed, {.limit = limit, .offset = offset}).hits)
      titles.push_back(hit.title);
    return titles;
  }

  Database database_ = Database::temporary();
};

using Titles = std::vector<std::string>;

TEST_F(Searching, AWordInTheTitleSaysMoreThanOneInTheBody) {
  add({{"Cleaning", "vacuum it"}, {"Vacuum", "how to clean"}, {"Other", "nothing of it"}});
  EXPECT_EQ(titles("vacuum"), (Titles{"Vacuum", "Cleaning"}));
}

TEST_F(Searching, ThePageThatSaysWhatItIsAnswersAQuestion) {
  add({{"Uses", "It is a queue that is made of a binary heap and of nothing else"},
       {"Answers", "A binary heap is a tree that lies in an array, of which nobody has to see that it is one"}});
  EXPECT_EQ(titles("binary heap").front(), "Uses") << "it is shorter";
  EXPECT_EQ(titles("what is a binary heap").front(), "Answers");
}

TEST_F(Searching, PagesWithAllWordsComeBeforePagesWithSome) {
  add({{"red", "red red red red"}, {"both", "a long text in which red is named, and further on green"}, {"none", "x"}});
  const Results results = Searcher(database_).search("red green", {.limit = 10});
  ASSERT_EQ(results.hits.size(), 2);
  EXPECT_EQ(results.hits[0].title, "both");
  EXPECT_TRUE(results.hits[0].all_words);
  EXPECT_FALSE(results.hits[1].all_words);
  EXPECT_EQ(results.total, 2);
  EXPECT_FALSE(results.only_some_words);
}

TEST_F(Searching, WhenEnoughPagesHaveAllWordsNoOthersFollow) {
  add({{"one", "red green"}, {"two", "green red"}, {"three", "red"}});
  EXPECT_EQ(titles("red green", 2).size(), 2);
  EXPECT_EQ(Searcher(database_).search("red green", {.limit = 2}).total, 2);
}

TEST_F(Searching, WhenNoPageHasAllWordsThoseWithSomeAreGivenAndItIsSaid) {
  add({{"red", "red"}, {"green", "green"}});
  const Results results = Searcher(database_).search("red green blue", {.limit = 10});
  EXPECT_EQ(results.hits.size(), 2);
  EXPECT_TRUE(results.only_some_words);
}

TEST_F(Searching, PagesOfResultsMakeUpAllOfThemOnce) {
  std::vector<Text> texts(7, Text{"all", "red green"});
  texts.insert(texts.end(), 20, Text{"some", "red"});
  add(texts);
  constexpr std::size_t kLimit = 9;  // more than have all words: the second page begins among those that have some
  std::set<std::string> urls;
  std::size_t count = 0;
  for (std::size_t offset = 0;; offset += kLimit) {
    const Results results = Searcher(database_).search("red green", {.limit = kLimit, .offset = offset});
    EXPECT_EQ(results.total, 27);
    if (results.hits.empty()) break;
    count += results.hits.size();
    for (const Hit& hit : results.hits) urls.insert(hit.url);
  }
  EXPECT_EQ(count, 27);
  EXPECT_EQ(urls.size(), 27);
}

TEST_F(Searching, QuotedWordsStandNextToEachOther) {
  add({{"apart", "the window has a function"}, {"together", "a window function computes"}});
  EXPECT_EQ(titles("\"window function\"", 1), (Titles{"together"}));
}

TEST_F(Searching, WhatEverydayInputMeansToFtsIsNoError) {
  add({{"C++", "it's in foo-bar at example.com: AND, OR, NOT, NEAR"}});
  for (const char* typed : {"c++", "it's", "foo-bar", "example.com", "AND", "\"open", "NEAR(", "a*", "col:x", "^it"}) {
    EXPECT_NO_THROW(titles(typed)) << typed;
  }
  EXPECT_EQ(titles("it's"), (Titles{"C++"}));
  EXPECT_EQ(titles("AND"), (Titles{"C++"}));
}

TEST_F(Searching, NothingTypedFindsNothing) {
  add({{"a", "b"}});
  for (const char* typed : {"", " ", "\"\"", "+-*/", "..."}) {
    const Results results = Searcher(database_).search(typed, {.limit = 10});
    EXPECT_TRUE(results.hits.empty()) << typed;
    EXPECT_EQ(results.total, 0);
  }
}

/// Ten different pages that say "common", the first of them in five copies, the second in two.
std::vector<Text> copies() {
  static const std::vector<std::string> kBodies = [] {
    std::vector<std::string> bodies;
    for (int i = 0; i < 10; ++i) bodies.push_back(fmt::format("common is what page {} says", i));
    return bodies;
  }();
  std::vector<Text> texts;
  for (const std::string& body : kBodies) texts.push_back({"title", body});
  texts.insert(texts.begin() + 5, 4, texts[0]);
  texts.push_back(texts[1]);
  return texts;
}

TEST_F(Searching, CollapsedNearDuplicatesOfABetterHitAreFoldedIntoIt) {
  add(copies());
  const Results results = Searcher(database_).search("common", {.limit = 20, .group_by = GroupBy::kLikeness});
  ASSERT_EQ(results.hits.size(), 10);
  EXPECT_EQ(results.total, 10);
  EXPECT_FALSE(results.total_is_estimate);
  EXPECT_EQ(results.hits[0].folded, 4);
  EXPECT_EQ(results.hits[1].folded, 1);
  EXPECT_EQ(results.hits[2].folded, 0);
  EXPECT_EQ(Searcher(database_).search("common", {.limit = 20}).hits.size(), 15);
}

TEST_F(Searching, CollapsedPagesOfResultsMakeUpAllOfThemOnce) {
  add(copies());
  const Results whole = Searcher(database_).search("common", {.limit = 20, .group_by = GroupBy::kLikeness});
  for (std::size_t limit = 1; limit <= 11; ++limit) {
    std::vector<std::int64_t> ids;
    for (std::size_t offset = 0; offset <= 20; offset += limit) {
      const Results results =
          Searcher(database_).search("common", {.limit = limit, .offset = offset, .group_by = GroupBy::kLikeness});
      EXPECT_LE(results.hits.size(), limit);
      EXPECT_GE(results.total, std::ssize(ids) + std::ssize(results.hits));
      EXPECT_TRUE(results.total_is_estimate || results.total == 10);
      for (const Hit& hit : results.hits) ids.push_back(hit.id);
    }
    ASSERT_EQ(ids.size(), whole.hits.size()) << limit;
    for (std::size_t i = 0; i < ids.size(); ++i) EXPECT_EQ(ids[i], whole.hits[i].id);
  }
}

TEST_F(Searching, CollapsedTooPagesWithSomeOfTheWordsFollowWhereFewHaveAll) {
  add({{"both", "red green"}, {"copy", "red green"}, {"some", "red alone"}});
  const Results results = Searcher(database_).search("red green", {.limit = 10, .group_by = GroupBy::kLikeness});
  ASSERT_EQ(results.hits.size(), 2);
  EXPECT_EQ(results.hits[0].folded, 1);
  EXPECT_FALSE(results.hits[1].all_words);
  EXPECT_EQ(results.total, 2);
  EXPECT_EQ(Searcher(database_).search("red green", {.limit = 1, .group_by = GroupBy::kLikeness}).hits.size(), 1);
  EXPECT_TRUE(Searcher(database_).search("red blue", {.limit = 10, .group_by = GroupBy::kLikeness}).only_some_words);
  EXPECT_EQ(Searcher(database_).search("nothing", {.limit = 10, .group_by = GroupBy::kLikeness}).total, 0);
  EXPECT_EQ(Searcher(database_).search("...", {.limit = 10, .group_by = GroupBy::kLikeness}).total, 0);
}

// A page may vanish, or get another rank, between two looks at the list.
TEST_F(Searching, AListGoesOnBehindTheLastHitThatWasShown) {
  std::vector<std::string> bodies;
  for (std::string body = "common"; bodies.size() < 12; body += " word") bodies.push_back(body);
  std::vector<Text> texts;
  for (const std::string& body : bodies) texts.push_back({"title", body});
  add(texts);
  Searcher searcher(database_);
  std::vector<std::int64_t> ids;
  Results results = searcher.search("common", {.limit = 5});
  for (const Hit& hit : results.hits) ids.push_back(hit.id);
  EXPECT_EQ(results.next, (ResultCursor{.offset = 5, .last = ids.back()}));
  Pages(database_).remove(ids[1]);
  while (results.next) {
    results = searcher.search("common", {.limit = 5, .after = results.next});
    for (const Hit& hit : results.hits) ids.push_back(hit.id);
  }
  EXPECT_EQ(ids.size(), 12);
  EXPECT_EQ(std::set(ids.begin(), ids.end()).size(), 12);
  const ResultCursor gone{.offset = 5, .last = ids[1]};
  EXPECT_EQ(searcher.search("common", {.limit = 1, .after = gone}).hits[0].id, ids[6]) << "by the number of hits";
  EXPECT_FALSE(searcher.search("common", {.limit = 11}).next);
}

TEST_F(Searching, PagesWithoutTextAreNotFoldedIntoEachOther) {
  add({{"sunset", ""}, {"sunset over the sea", ""}});
  EXPECT_EQ(Searcher(database_).search("sunset", {.limit = 10, .group_by = GroupBy::kLikeness}).hits.size(), 2);
}

TEST_F(Searching, ATotalIsTheLeastWhereVeryManyPagesMatch) {
  fill_with_pages(database_, 20'001, "''", "'common'");
  Searcher searcher(database_);
  for (const Results& results :
       {searcher.search("common", {.limit = 10}), searcher.search("common zzz", {.limit = 10})}) {
    EXPECT_EQ(results.hits.size(), 10);
    EXPECT_EQ(results.total, 20'000);
    EXPECT_TRUE(results.total_is_least);
    EXPECT_FALSE(results.is_out_of_time);
  }
  EXPECT_TRUE(searcher.search("common", {.limit = 10, .group_by = GroupBy::kLikeness}).total_is_least);
  EXPECT_EQ(searcher.search("common", {.limit = 10, .offset = 19'995}).hits.size(), 5);
}

TEST_F(Searching, WithoutTimeNothingIsFound) {
  add({{"red", "red"}});
  const Deadline over(std::chrono::seconds(0));
  for (const Results& results :
       {Searcher(database_).search("red", {.limit = 10, .offset = 0, .deadline = over}),
        Searcher(database_).search("red",
                                   {.limit = 10, .offset = 0, .group_by = GroupBy::kLikeness, .deadline = over})}) {
    EXPECT_TRUE(results.hits.empty());
    EXPECT_TRUE(results.is_out_of_time);
    EXPECT_TRUE(results.total_is_least);
  }
}

TEST_F(Searching, HitsComeOneByOneAsInASearchWithSuchALimit) {
  std::vector<Text> pages;
  for (int i = 0; i < 10; ++i) {
    for (const std::string_view body : {"red green blue white", "red blue", "green and more"})
      pages.push_back({"t", body});
  }
  add(pages);
  for (const std::string_view typed : {"red green", "red", "red green blue white", "nothing", "..."}) {
    std::vector<std::string> urls;
    Searcher searcher(database_);
    for (const Hit& hit : searcher.hits(std::string(typed))) urls.push_back(hit.url);
    for (std::size_t limit = 1; limit <= pages.size() + 1; ++limit) {
      const Results results = Searcher(database_).search(typed, {.limit = limit});
      ASSERT_EQ(results.hits.size(), std::min(limit, urls.size())) << typed;
      for (std::size_t i = 0; i < results.hits.size(); ++i) EXPECT_EQ(results.hits[i].url, urls[i]) << typed << limit;
    }
  }
}

TEST_F(Searching, AnInterruptOfAnotherEndsHits) {
  add({{"red", "red"}});
  Searcher searcher(database_);
  const auto at_once = [](void*) { return 1; };
  sqlite3_progress_handler(database_.connection().handle(), 1, at_once, nullptr);
  auto hits = searcher.hits("red");
  EXPECT_THROW(hits.begin(), Interrupted);
}

TEST_F(Searching, TheSnippetShowsWhatWasAskedFor) {
  add({{"t", "Once upon a time.\nThe vacuum command reclaims storage."}});
  const Results results = Searcher(database_).search("VACUUM", {.limit = 1});
  ASSERT_EQ(results.hits.size(), 1);
  const Snippet& snippet = results.hits[0].snippet;
  ASSERT_EQ(snippet.matches.size(), 1);
  EXPECT_EQ(snippet.text.substr(snippet.matches[0].begin, 6), "vacuum");
}

}  // namespace
}  // namespace storage
