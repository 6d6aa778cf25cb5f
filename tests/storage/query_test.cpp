#include "storage/query.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <cmath>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "tests/support/query_laws.hpp"
#include "tests/support/random_text.hpp"

namespace storage {
namespace {

std::string expression(std::string_view typed) {
  return match_expression(parse_query(typed));
}

/// A full-text table with one page, in memory.
class Fts5 {
 public:
  Fts5() {
    sqlite3* opened = nullptr;
    sqlite3_open(":memory:", &opened);
    database_.reset(opened);
    run("CREATE VIRTUAL TABLE pages USING fts5(body)", "");
  }

  void put(const std::string& body) {
    run("DELETE FROM pages", "");
    run("INSERT INTO pages VALUES (?)", body);
  }

  /// How many pages an expression finds; -1 if it is an error.
  int count(const std::string& expression) { return run("SELECT count(*) FROM pages WHERE pages MATCH ?", expression); }

 private:
  int run(const char* sql, const std::string& text) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(database_.get(), sql, -1, &statement, nullptr);
    sqlite3_bind_text(statement, 1, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
    const int code = sqlite3_step(statement);
    const int count = code == SQLITE_ROW ? sqlite3_column_int(statement, 0) : code == SQLITE_DONE ? 0 : -1;
    sqlite3_finalize(statement);
    return count;
  }

  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
  };
  std::unique_ptr<sqlite3, Close> database_;
};

TEST(Query, AllWordsAreWanted) {
  EXPECT_EQ(expression("vacuum freeze"), R"("vacuum" AND "freeze")");
  EXPECT_EQ(expression("Vacuum VACUUM"), R"("Vacuum")");
}

TEST(Query, QuotedWordsAreAPhrase) {
  EXPECT_EQ(expression(R"("window function" call)"), R"("window function" AND "call")");
  EXPECT_EQ(expression(R"(a "b c)"), R"("a" AND "b c")");
  EXPECT_EQ(expression("a“b c”d"), R"("a" AND "b c" AND "d")");
  EXPECT_EQ(expression(R"("" " " "a" ")"), R"("a")");
}

TEST(Query, WordsThatHangTogetherAreAPhrase) {
  EXPECT_EQ(expression("pg_stat_activity"), R"("pg stat activity")");
  EXPECT_EQ(expression("https://example.com/a-b"), R"("https example com a b")");
  EXPECT_EQ(expression("it's it’s"), R"("it s")");
  EXPECT_EQ(expression("std::vector<int>"), R"("std vector" AND "int")");
  EXPECT_EQ(expression("vacuum,freeze (full)"), R"("vacuum" AND "freeze" AND "full")");
  EXPECT_EQ(expression("東京都、大阪"), R"("東 京 都" AND "大 阪")");
}

TEST(Query, OperatorsOfFts5AreWords) {
  EXPECT_EQ(expression("a AND NOT b"), R"("a" AND "AND" AND "NOT" AND "b")");
  EXPECT_EQ(expression("c++ -Wall title:x NEAR(a b)"), R"("c++" AND "Wall" AND "title x" AND "NEAR" AND "a" AND "b")");
}

TEST(Query, WordsThatSayNothingNeedNotBeThere) {
  const auto english = indexer::Language::of_tag("en");
  const auto wanted = [&](std::string_view typed) {
    std::string words;
    for (const Phrase& phrase : parse_query(typed, english).phrases) {
      for (const Word& word : phrase) words += word.text + ' ';
      words += "| ";
    }
    return words;
  };
  EXPECT_EQ(wanted("How do I sort a list?"), "sort | list | ");
  EXPECT_EQ(wanted("to be or not to be"), "to | be | or | not | ") << "there is nothing else";
  EXPECT_EQ(wanted("\"the who\" band"), "the who | band | ");
  EXPECT_EQ(wanted("\"the\" band"), "the | band | ") << "it was asked for";
  const std::string mark = indexer::language_mark(english);
  EXPECT_EQ(match_expression(parse_query("the is operator", english)),
            fmt::format(R"(("{0}operator") AND ("{0}the" OR "{0}is" OR "{0}operator"))", mark));
}

TEST(Query, WhatIsSaidTwiceCountsMore) {
  const Query query = parse_query("heat transfer of heat");
  EXPECT_EQ(query.emphasis, (std::vector<double>{std::sqrt(2), 1, 1}));
}

TEST(Query, WithoutAWordThereIsNothingToLookFor) {
  for (const std::string_view typed : {"", " ", "*", "\"", "\"\"", "\xFF\xFE", "+-!?", "—"}) {
    EXPECT_TRUE(parse_query(typed).phrases.empty()) << typed;
    EXPECT_EQ(expression(typed), "");
  }
}

TEST(Query, AnyWordIsEnoughForTheLooseForm) {
  const Query query = parse_query("vacuum pg_stat_activity it's vacuum_freeze");
  EXPECT_EQ(match_expression(any_word(query)),
            R"("vacuum" OR "pg stat" OR "stat activity" OR "it s" OR "vacuum freeze")");
  EXPECT_EQ(match_expression(any_word(any_word(query))), match_expression(any_word(query)));
  EXPECT_EQ(match_expression(any_word(parse_query("*"))), "");
}

TEST(Query, LengthAndWordsAreBounded) {
  std::string typed;
  for (int i = 0; i < 100'000; ++i) typed += "word" + std::to_string(i) + ' ';
  EXPECT_EQ(parse_query(typed).phrases.size(), 64u);
  EXPECT_EQ(parse_query(std::string(1'000'000, 'x') + " y").phrases.size(), 1u);
  std::string quotes;
  for (int i = 0; i < 3000; ++i) quotes += "\"a";
  EXPECT_EQ(expression(quotes), R"("a")");
}

// Whatever is typed, FTS5 takes the expression; and a page that is the query is found by it.
TEST(Query, EveryByteStringIsUnderstoodByFts5) {
  const auto alphabet = support::characters_of(
      "ab é漢\"“”'*-+:^(){}.,;_\\/\xFF\x80"
      "ANDORTNE~|<>!");
  std::mt19937 random(11);
  Fts5 fts5;
  for (int i = 0; i < 3000; ++i) {
    std::string typed = support::random_text(random, alphabet, 20);
    if (random() % 4 == 0) typed.insert(random() % (typed.size() + 1), 1, '\0');
    ASSERT_EQ(support::broken_query_law(typed), "") << testing::PrintToString(typed);
    const Query query = parse_query(typed);
    if (query.phrases.empty()) continue;
    std::string page;
    for (const Phrase& phrase : query.phrases) {
      for (const Word& word : phrase) page += word.text + ' ';
    }
    fts5.put(page);
    ASSERT_EQ(fts5.count(match_expression(query)), 1) << testing::PrintToString(typed);
    ASSERT_EQ(fts5.count(match_expression(any_word(query))), 1) << testing::PrintToString(typed);
  }
}

TEST(Query, TheLargestExpressionIsNotTooLargeForFts5) {
  std::string typed;
  for (int i = 0; i < 64; ++i) typed += "w" + std::to_string(i) + ' ';
  Fts5 fts5;
  fts5.put(typed);
  EXPECT_EQ(fts5.count(expression(typed)), 1);
  EXPECT_EQ(fts5.count(match_expression(any_word(parse_query(typed)))), 1);
  EXPECT_EQ(fts5.count(expression('"' + typed + '"')), 1);
}

}  // namespace
}  // namespace storage
