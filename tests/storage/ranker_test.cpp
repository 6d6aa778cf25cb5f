#include "storage/ranker.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>
#include <ranges>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tests/storage/plain_pages.hpp"

namespace storage {
namespace {

constexpr std::size_t kWrittenColumns = 5;  // of the pages below

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

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (const auto& word : text | std::views::split(' ')) {
    if (!word.empty()) words.emplace_back(word.begin(), word.end());
  }
  return words;
}

/// Ranks once more, simple and slow: by the definition of BM25F, from the words of all pages.
class SlowRanker {
 public:
  explicit SlowRanker(Database& database) {
    Statement select =
        database.connection().prepare("SELECT id, body, title, headings, description FROM pages ORDER BY id");
    for (const Row row : select.rows()) {
      Page page{.id = row.integer(0)};
      for (std::size_t column = 0; column < kWrittenColumns; ++column) {
        page.columns[column] = words_of(row.text(static_cast<int>(column) + 1));
        words_[column] += static_cast<double>(page.columns[column].size());
      }
      pages_.push_back(std::move(page));
    }
  }

  /// Of pages that have all of `query`, or some of it and not all of `without`.
  Ranks ranks(const Query& query, const Query* without = nullptr) const {
    const std::size_t all = query.phrases.size();
    std::vector<double> with(all);
    for (const Page& page : pages_) {
      for (std::size_t i = 0; i < all; ++i) with[i] += places(page, query.phrases[i]).empty() ? 0 : 1;
    }
    for (std::size_t i = 0; i < all; ++i) {
      const double pages = static_cast<double>(pages_.size());
      with[i] = query.emphasis[i] * std::log(1 + (pages - with[i] + 0.5) / (with[i] + 0.5));
    }
    Ranks ranks;
    for (const Page& page : pages_) {
      const std::size_t found = count(page, query);
      const bool is_match =
          without == nullptr ? found == all : found > 0 && count(page, *without) < without->phrases.size();
      if (is_match) ranks.emplace_back(page.id, score(page, query, with));
    }
    std::ranges::sort(ranks, [](const auto& a, const auto& b) {
      return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    return ranks;
  }

 private:
  struct Page {
    std::int64_t id = 0;
    std::array<std::vector<std::string>, kColumns> columns{};
  };

  using Places = std::vector<std::pair<std::size_t, std::size_t>>;  // column, position

  static Places places(const Page& page, const Phrase& phrase) {
    Places places;
    for (std::size_t column = 0; column < kColumns; ++column) {
      const auto& words = page.columns[column];
      for (std::size_t at = 0; at + phrase.size() <= words.size(); ++at) {
        const bool is_there =
            std::ranges::equal(phrase, std::span(words).subspan(at, phrase.size()),
                               [](const Word& word, const std::string& term) { return word.terms.front() == term; });
        if (is_there) places.emplace_back(column, at);
      }
    }
    return places;
  }

  static std::size_t count(const Page& page, const Query& query) {
    return static_cast<std::size_t>(
        std::ranges::count_if(query.phrases, [&](const Phrase& phrase) { return !places(page, phrase).empty(); }));
  }

  double norm(const Page& page, std::size_t column) const {
    const double average = std::max(1.0, words_[column] / static_cast<double>(pages_.size()));
    const double b = ranking_.columns[column].b;
    return 1 - b + b * static_cast<double>(page.columns[column].size()) / average;
  }

  double saturated(double frequency) const { return frequency * (ranking_.k1 + 1) / (frequency + ranking_.k1); }

  double score(const Page& page, const Query& query, const std::vector<double>& worths) const {
    double score = 0;
    std::vector<Places> all;
    for (std::size_t i = 0; i < worths.size(); ++i) {
      double frequency = 0;
      all.push_back(places(page, query.phrases[i]));
      for (const auto& [column, _] : all.back()) frequency += ranking_.columns[column].weight / norm(page, column);
      score += worths[i] * saturated(frequency);
      all.back().resize(std::min<std::size_t>(all.back().size(), 64));
    }
    for (std::size_t i = 1; i < worths.size(); ++i) {
      double closeness = 0;
      for (const auto& [column, at] : all[i - 1]) {
        for (const auto& [other_column, other] : all[i]) {
          const double distance = std::abs(static_cast<double>(at) - static_cast<double>(other));
          if (column == other_column && distance >= 1 && distance <= 5) closeness += 1 / distance;
        }
      }
      score += ranking_.closeness * std::min(worths[i - 1], worths[i]) * saturated(closeness / norm(page, 0));
    }
    return score;
  }

  Ranking ranking_;
  std::vector<Page> pages_;
  std::array<double, kColumns> words_{};
};

Ranks ranks_of(Ranker& ranker, const Matches& matches) {
  Ranks ranks;
  for (const Ranked& ranked : ranker.best_first(matches)) ranks.emplace_back(ranked.id, ranked.score);
  return ranks;
}

const std::vector<std::string> kQueries = {"a",           "i",         "x",         "a b",       "h i",
                                           "a b c d e f", "\"a b\"",   "\"a a\"",   "\"c a\" b", "a x",
                                           "\"b b b b\"", "i \"h h\"", "\"i h g\"", "\"a b c\"", "\"a a\" a b"};

/// Scores are sums, whose order is free.
void expect_equal(const Ranks& ranks, const Ranks& expected, const std::string& typed) {
  ASSERT_EQ(ranks.size(), expected.size()) << typed;
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    ASSERT_NEAR(ranks[i].second, expected[i].second, 1e-4) << typed << ", hit " << i;
    const bool is_tied = i > 0 && ranks[i - 1].second - ranks[i].second < 1e-4;
    const bool ties_next = i + 1 < ranks.size() && ranks[i].second - ranks[i + 1].second < 1e-4;
    if (is_tied || ties_next) continue;
    ASSERT_EQ(ranks[i].first, expected[i].first) << typed << ", hit " << i;
  }
}

TEST(Ranker, RanksPagesWithAllPhrasesByDefinition) {
  std::mt19937 random(1);
  auto database = Database::temporary();
  fill_with_random_pages(database, random);
  Ranker ranker(database.connection());
  const SlowRanker slow(database);
  for (const std::string& typed : kQueries) {
    const Query query = parse_query(typed);
    const Matches matches = ranker.find_all(query, Deadline(std::chrono::hours(1)));
    EXPECT_TRUE(matches.is_in_time && matches.candidates.is_whole);
    expect_equal(ranks_of(ranker, matches), slow.ranks(query), typed);
  }
}

TEST(Ranker, RanksTheOthersWithSomePhraseByDefinition) {
  std::mt19937 random(2);
  auto database = Database::temporary();
  fill_with_random_pages(database, random);
  Ranker ranker(database.connection());
  const SlowRanker slow(database);
  for (const std::string& typed : kQueries) {
    const Query all = parse_query(typed);
    const Query some = any_word(all);
    const Deadline deadline(std::chrono::hours(1));
    const Matches with_all = ranker.find_all(all, deadline);
    expect_equal(ranks_of(ranker, ranker.find_some(some, all, with_all, deadline)), slow.ranks(some, &all), typed);
  }
}

// What a page is about is said in other words elsewhere: the best pages lend theirs to a query that says much.
TEST(Ranker, WordsOfTheBestPagesRankThoseAfterThem) {
  auto database = Database::temporary();
  fill_with_pages(database,
                  "VALUES (1, '', '', '', 'red green blue yellow otter'), (2, '', '', '', 'red green blue pink otter'),"
                  " (3, '', '', '', 'red lorem ipsum dolor sit'), (4, '', '', '', 'red otter ipsum dolor sit'),"
                  " (5, '', '', '', 'quite other words stand here')");
  const auto order = [&](const Ranking& ranking, std::string_view typed) {
    Ranker ranker(database.connection(), ranking);
    const Query query = parse_query(typed);
    std::vector<std::int64_t> ids;
    const Matches matches = ranker.find_some(any_word(query), query, {}, Deadline(std::chrono::hours(1)));
    for (const Ranked& ranked : ranker.best_first(matches)) ids.push_back(ranked.id);
    return ids;
  };
  const std::string typed = "red green blue yellow white";
  EXPECT_EQ(order({.feedback_pages = 2}, typed), (std::vector<std::int64_t>{1, 2, 4, 3}));
  EXPECT_EQ(order({.feedback_pages = 2, .feedback = 0}, typed), (std::vector<std::int64_t>{1, 2, 3, 4}));
  EXPECT_EQ(order({.feedback_pages = 2}, "red green white"), (std::vector<std::int64_t>{1, 2, 3, 4})) << "too short";
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
  EXPECT_NEAR(both.worths[0], std::log(1 + 0.5 / 40'000.5), 1e-9)
      << "how many pages have a word is told from the beginning of the crawl, as far as that goes";
  const Matches some = ranker.find_some(any_word(parse_query("common zzz")), parse_query("common zzz"), {}, deadline);
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
