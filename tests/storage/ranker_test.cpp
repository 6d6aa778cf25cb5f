#include "storage/ranker.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>
#include <utility>
#include <vector>

#include "tests/storage/plain_pages.hpp"

namespace storage {
namespace {

using Ranks = std::vector<std::pair<std::int64_t, double>>;

/// Words of which the first are frequent.
std::string random_words(std::mt19937& random, std::size_t most) {
  std::string text;
  for (std::size_t left = random() % (most + 1); left > 0; --left) {
    const std::size_t rank = random() % (1 + random() % 9);
    text += std::string(1, static_cast<char>('a' + rank)) + ' ';
  }
  return text;
}

/// Pages of random words in all columns, some of them long; ids with gaps between them.
void fill_with_random_pages(Database& database, std::mt19937& random) {
  std::string values;
  std::size_t id = 0;
  for (int page = 0; page < 300; ++page) {
    id += 1 + random() % 3;
    values +=
        fmt::format("{}({}, '{}', '{}', '{}', '{}')", page == 0 ? "" : ", ", id, random_words(random, 4),
                    random_words(random, 9), random_words(random, 9), random_words(random, page % 50 == 0 ? 3000 : 60));
  }
  fill_with_pages(database, "VALUES " + values);
}

Ranks as_fts5_ranks(Database& database, std::string_view where, std::string_view all, std::string_view some) {
  Ranks ranks;
  Statement select = database.connection().prepare(
      fmt::format("SELECT rowid, bm25(page_index, 1, 10, 5, 2) AS score FROM page_index WHERE page_index MATCH ?2 {}"
                  " ORDER BY score, rowid",
                  where));
  for (const Row row : select.rows(all, some)) ranks.emplace_back(row.integer(0), -row.real(1));
  return ranks;
}

Ranks ranks_of(Ranker& ranker, const Matches& matches) {
  Ranks ranks;
  for (const Ranked& ranked : ranker.best_first(matches)) ranks.emplace_back(ranked.id, ranked.score);
  return ranks;
}

const std::vector<std::string> kQueries = {"a",           "i",         "x",         "a b",       "h i",
                                           "a b c d e f", "\"a b\"",   "\"a a\"",   "\"c a\" b", "a x",
                                           "\"b b b b\"", "i \"h h\"", "\"i h g\"", "\"a b c\"", "\"a a\" a b"};

TEST(Ranker, GivesTheRanksOfFts5ToPagesWithAllPhrases) {
  std::mt19937 random(1);
  auto database = Database::temporary();
  fill_with_random_pages(database, random);
  Ranker ranker(database.connection());
  for (const std::string& typed : kQueries) {
    const Query query = parse_query(typed);
    const Matches matches = ranker.find_all(query, Deadline(std::chrono::hours(1)));
    EXPECT_TRUE(matches.is_in_time && matches.candidates.is_whole);
    EXPECT_EQ(ranks_of(ranker, matches), as_fts5_ranks(database, "", "", match_expression(query))) << typed;
  }
}

TEST(Ranker, GivesTheRanksOfFts5ToTheOthersWithSomePhrase) {
  std::mt19937 random(2);
  auto database = Database::temporary();
  fill_with_random_pages(database, random);
  Ranker ranker(database.connection());
  for (const std::string& typed : kQueries) {
    const Query all = parse_query(typed);
    const Query some = any_word(all);
    const Deadline deadline(std::chrono::hours(1));
    const std::size_t with_all = ranker.find_all(all, deadline).count();
    EXPECT_EQ(ranks_of(ranker, ranker.find_some(some, all, with_all, deadline)),
              as_fts5_ranks(database, "AND rowid NOT IN (SELECT rowid FROM page_index WHERE page_index MATCH ?1)",
                            match_expression(all), match_expression(some)))
        << typed;
  }
}

TEST(Ranker, RanksTheBeginningOfTheCrawlWhereVeryManyPagesMatch) {
  auto database = Database::temporary();
  fill_with_pages(database, 2 * kMostCandidates, "CASE WHEN n IN (77, 30000) THEN 'common' ELSE '' END",
                  "CASE WHEN n % 4 = 0 THEN 'common rare' ELSE 'common' END");
  Ranker ranker(database.connection());
  const Deadline deadline(std::chrono::hours(1));
  const Matches common = ranker.find_all(parse_query("common"), deadline);
  EXPECT_EQ(common.count(), kMostCandidates);
  EXPECT_FALSE(common.candidates.is_whole);
  EXPECT_TRUE(common.is_in_time);
  EXPECT_EQ(ranks_of(ranker, common).front().first, 77);
  const Matches both = ranker.find_all(parse_query("common rare"), deadline);
  EXPECT_EQ(both.count(), kMostCandidates / 2);
  EXPECT_TRUE(both.candidates.is_whole);
  EXPECT_EQ(ranks_of(ranker, both), as_fts5_ranks(database, "", "", "common rare"))
      << "how many pages have a word is told from the beginning of the crawl, as far as that goes";
  const Matches some = ranker.find_some(any_word(parse_query("common zzz")), parse_query("common zzz"), 0, deadline);
  EXPECT_EQ(some.count(), kMostCandidates);
  EXPECT_FALSE(some.candidates.is_whole);
}

TEST(Ranker, KeepsWhatItHadFoundWhenTheTimeIsUp) {
  auto database = Database::temporary();
  fill_with_pages(database, 5'000, "''", "'common'");
  Ranker ranker(database.connection());
  for (int most_looks = 1; most_looks < 5; ++most_looks) {
    std::chrono::steady_clock::time_point time;
    const auto later_each_time = [&time] { return time += std::chrono::seconds(1); };
    const Deadline deadline(std::chrono::seconds(most_looks), later_each_time);
    const Matches matches = ranker.find_all(parse_query("common"), deadline);
    EXPECT_FALSE(matches.is_in_time);
    EXPECT_FALSE(matches.candidates.is_whole);
    EXPECT_EQ(matches.count() == 0, most_looks == 1);
    EXPECT_LT(matches.count(), 5'000);
    EXPECT_EQ(ranks_of(ranker, matches).size(), matches.count());
  }
  EXPECT_EQ(ranker.find_all(parse_query("common"), Deadline(std::chrono::hours(1))).count(), 5'000) << "it goes on";
}

}  // namespace
}  // namespace storage
