#include "storage/suggester.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "storage/index_languages.hpp"
#include "storage/searcher.hpp"
#include "tests/storage/plain_pages.hpp"

namespace storage {
namespace {

/// English pages on vacuuming, window functions and PostgreSQL, and one that mistypes a word.
class Suggesting : public testing::Test {
 protected:
  Suggesting() {
    fill_with_pages(database_, 40, "CASE n % 4 WHEN 0 THEN 'Vacuum' WHEN 1 THEN 'PostgreSQL' ELSE 'Page ' || n END",
                    "CASE n % 4 WHEN 0 THEN 'vacuuming freezes rows, by configuration' WHEN 1 THEN 'a window function'"
                    " WHEN 2 THEN 'comprehensive comprehensions' ELSE 'receive a buffer of a hashtable' END ||"
                    " CASE n WHEN 7 THEN ' recieve' ELSE '' END");
    database_.connection().execute("UPDATE pages SET language = 'en'");
    database_.connection().execute("INSERT INTO page_index(page_index) VALUES ('rebuild')");
    recount_languages(database_.connection());
  }

  std::string suggestion(std::string_view typed, std::size_t found = 0) {
    const Query query = parse_query(typed, languages_of_index(database_.connection()));
    return Suggester(database_.connection()).suggest(typed, query, found, Deadline(std::chrono::hours(1))).value_or("");
  }

  Database database_ = Database::temporary();
};

TEST_F(Suggesting, AMistypedWordIsReplacedByOneOfThePages) {
  EXPECT_EQ(suggestion("vaccum"), "vacuum");
  EXPECT_EQ(suggestion("vacumm"), "vacuum");
  EXPECT_EQ(suggestion("wacuum"), "vacuum") << "the first letter may be wrong, too";
  EXPECT_EQ(suggestion("funtcion"), "function");
}

TEST_F(Suggesting, WordsAreSuggestedAsTheyAreWrittenNotTheirStems) {
  EXPECT_EQ(suggestion("configuraton"), "configuration");
  EXPECT_EQ(suggestion("comprehenshions"), "comprehensions") << "not the commoner word with the same stem";
}

TEST_F(Suggesting, ALongWordMayHaveTwoMistakes) {
  EXPECT_EQ(suggestion("postgerssql"), "postgresql");
  EXPECT_EQ(suggestion("confgurtion"), "configuration");
  EXPECT_EQ(suggestion("bfer"), "") << "a short one may not";
}

TEST_F(Suggesting, WordsAreJoinedAndParted) {
  EXPECT_EQ(suggestion("hash table"), "hashtable");
  EXPECT_EQ(suggestion("hash table recieve"), "hashtable receive");
  EXPECT_EQ(suggestion("windowfunction"), "window function");
}

TEST_F(Suggesting, WhatIsRightStaysAsItWasTyped) {
  EXPECT_EQ(suggestion("Freeze vaccum -recieve"), "Freeze vacuum -recieve");
  EXPECT_EQ(suggestion("title:vaccum"), "title:vacuum");
  EXPECT_EQ(suggestion("\"windw function\" fun* OR x"), "\"window function\" fun* OR x");
}

TEST_F(Suggesting, AMistakeThatAPageMakesIsNoWord) {
  EXPECT_EQ(suggestion("recieve", 1), "receive");
}

TEST_F(Suggesting, NothingIsSuggestedThatFindsNothingMore) {
  EXPECT_EQ(suggestion("vacuum"), "");
  EXPECT_EQ(suggestion("vaccum function"), "") << "no page has both";
  EXPECT_EQ(suggestion("vaccum site:other.test"), "");
  EXPECT_EQ(suggestion("vaccum", Suggester::kFew + 1), "") << "enough was found";
}

TEST_F(Suggesting, WhatIsLikeNoWordGivesNothing) {
  for (const std::string_view typed : {"xyzzyqwert", "1234", "va", "", "-", "vaccum xyzzyqwert", "東京都"}) {
    EXPECT_EQ(suggestion(typed), "") << typed;
  }
}

TEST_F(Suggesting, WhenTheTimeIsUpNothingIsSuggested) {
  const Query query = parse_query("vaccum", languages_of_index(database_.connection()));
  Suggester suggester(database_.connection());
  EXPECT_FALSE(suggester.suggest("vaccum", query, 0, Deadline(std::chrono::milliseconds(0))));
  EXPECT_TRUE(suggester.suggest("vaccum", query, 0, Deadline(std::chrono::hours(1)))) << "it goes on";
}

TEST_F(Suggesting, ASearchThatFindsNextToNothingHasASuggestion) {
  EXPECT_FALSE(Searcher(database_).search("vacuum", {.limit = 5, .suggestion = true}).suggestion);
  EXPECT_FALSE(Searcher(database_).search("site:other.test", {.limit = 5, .suggestion = true}).suggestion);
  EXPECT_FALSE(Searcher(database_).search("", {.limit = 5, .suggestion = true}).suggestion);
}

}  // namespace
}  // namespace storage
