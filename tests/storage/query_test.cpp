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
    run("CREATE VIRTUAL TABLE pages USING fts5(body, title, path)", "");
  }

  /// The text of the page, in each column.
  void put(const std::string& text) {
    run("DELETE FROM pages", "");
    run("INSERT INTO pages SELECT text, text, text FROM (SELECT ? AS text)", text);
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

TEST(Query, WhatIsNoOperatorIsAWord) {
  EXPECT_EQ(expression("a AND NOT b"), R"("a" AND "AND" AND "NOT" AND "b")");
  EXPECT_EQ(expression("c++ x:y NEAR(a b)"), R"("c++" AND "x y" AND "NEAR" AND "a" AND "b")");
  EXPECT_EQ(expression("* a*b **kwargs char *p"), R"("a" AND "b" AND "kwargs" AND "char" AND "p")");
}

TEST(Query, AMinusExcludesAWordOrAPhrase) {
  EXPECT_EQ(expression("vacuum -full"), R"(("vacuum") NOT ("full"))");
  EXPECT_EQ(expression("a -\"b c\" -d_e -“f g”"), R"(("a") NOT ("b c" OR "d e" OR "f g"))");
  EXPECT_EQ(expression("gcc -Wall"), R"(("gcc") NOT ("Wall"))");
  EXPECT_EQ(expression("a (-東)"), R"(("a") NOT ("東"))");
  EXPECT_EQ(expression("a -title:b -url:c"), R"(("a") NOT (title : "b" OR path : "c"))");
}

TEST(Query, AMinusThatIsNoOperatorSaysNothing) {
  EXPECT_EQ(expression("ls -l"), R"("ls" AND "l")");
  EXPECT_EQ(expression("list -1 -273.15"), R"("list" AND "1" AND "273 15")");
  EXPECT_EQ(expression("git --all"), R"("git" AND "all")");
  EXPECT_EQ(expression("g++ -std=gnu17 -fopenmp=x"), R"("g++" AND "std" AND "gnu17" AND "fopenmp" AND "x")");
  EXPECT_EQ(expression("a-b a - b"), R"("a b" AND "a" AND "b")");
  EXPECT_EQ(expression("\"a\"-bc"), R"("a" AND "bc")") << "it is not at the beginning of a word";
}

TEST(Query, ASentenceExcludesNothing) {
  EXPECT_EQ(expression("what is -Wall?"), R"("what" AND "is" AND "Wall")");
  EXPECT_EQ(expression("fluid injection -dash papers . "), R"("fluid" AND "injection" AND "dash" AND "papers")");
}

TEST(Query, OfNothingButExcludedWordsTheseAreLookedFor) {
  EXPECT_EQ(expression("-Wall -Werror"), R"("Wall" AND "Werror")");
  EXPECT_EQ(parse_query("-Wall").notices,
            (std::vector<std::string>{"There is nothing but what is to be left out: it is looked for instead."}));
  EXPECT_EQ(expression("-Wall site:a.test"), "") << "all pages of the site but some";
  EXPECT_EQ(parse_query("-Wall site:a.test").excluded.size(), 1);
}

TEST(Query, WhoPastesACommandIsToldWhatAMinusMeans) {
  EXPECT_EQ(
      parse_query("gcc -Wall").notices,
      (std::vector<std::string>{"Without pages that have \"Wall\"; to look for it, put it in quotes: \"-Wall\"."}));
  EXPECT_EQ(expression("gcc \"-Wall\""), R"("gcc" AND "Wall")");
  EXPECT_TRUE(parse_query("gcc -\"Wall\" -title:x").notices.empty()) << "who writes so knows";
}

TEST(Query, OrBindsTighterThanAnd) {
  EXPECT_EQ(expression("a b OR c d"), R"("a" AND ("b" OR "c") AND "d")");
  EXPECT_EQ(expression("a OR b OR \"c d\" e"), R"(("a" OR "b" OR "c d") AND "e")");
  EXPECT_EQ(expression("(a OR b) c"), R"(("a" OR "b") AND "c")");
  EXPECT_EQ(expression("a,b OR c,d"), R"("a" AND ("b" OR "c") AND "d")");
  EXPECT_EQ(expression("title:a OR b"), R"((title : "a" OR "b"))");
  EXPECT_EQ(expression("a OR a"), R"("a")");
}

TEST(Query, OrWithoutTwoSidesIsAWord) {
  EXPECT_EQ(expression("OR"), R"("OR")");
  EXPECT_EQ(expression("OR gate"), R"("OR" AND "gate")");
  EXPECT_EQ(expression("xor OR"), R"("xor" AND "OR")");
  EXPECT_EQ(expression("a OR OR OR b"), R"(("a" OR "OR" OR "b"))");
  EXPECT_EQ(expression("a or b"), R"("a" AND "or" AND "b")");
  EXPECT_EQ(expression("a \"OR\" b"), R"("a" AND "OR" AND "b")");
  const Query query = parse_query("a OR -bc");
  EXPECT_EQ(match_expression(query), R"(("a") NOT ("bc"))");
  EXPECT_EQ(query.notices.front(), "OR stands between words or phrases; another one says nothing.");
}

TEST(Query, AStarStandsForWhateverFollows) {
  EXPECT_EQ(expression("vacu* x"), R"(("vacu" OR "vacu" *) AND "x")");
  EXPECT_EQ(expression("pg_stat_act*"), R"(("pg stat act" OR "pg stat" + "act" *))");
  EXPECT_EQ(expression("title:vacu*"), R"((title : "vacu" OR title : "vacu" *))");
  EXPECT_EQ(expression("a -vacu*"), R"(("a") NOT ("vacu" OR "vacu" *))");
  EXPECT_EQ(expression("va* 東京* \"vacu*\" vacu** vacu*."), R"("va" AND "東 京" AND "vacu")") << "too short, or none";
  std::string typed;
  for (int i = 10; i < 30; ++i) typed += "word" + std::to_string(i) + "* ";
  EXPECT_EQ(parse_query(typed).phrases.size(), 28) << "eight of them";
}

TEST(Query, AStarMakesNoStemOfABeginning) {
  const auto english = indexer::Language::of_tag("en");
  const Query query = parse_query("tables*", english);
  ASSERT_EQ(query.phrases.size(), 2);
  EXPECT_EQ(query.phrases[0].front().terms, (std::vector<std::string>{"tabl"}));
  EXPECT_EQ(query.phrases[1].front().terms, (std::vector<std::string>{"tables"}));
}

TEST(Query, FieldsSayWhereAWordStands) {
  EXPECT_EQ(expression("title:vacuum full"), R"(title : "vacuum" AND "full")");
  EXPECT_EQ(expression("title:\"create table\" url:sql-createtable"),
            R"(title : "create table" AND path : "sql createtable")");
  EXPECT_EQ(expression("Title:vacuum"), R"(title : "vacuum")") << "as telephones write it";
  EXPECT_EQ(expression("title: vacuum"), R"("title" AND "vacuum")") << "it has no value";
}

TEST(Query, ConditionsAreNoWords) {
  const Query query = parse_query("vacuum site:Example.com/docs -lang:en_US type:HTML after:2024 before:2024-06-30");
  EXPECT_EQ(match_expression(query), R"("vacuum")");
  std::vector<std::string> conditions;
  for (const Condition& condition : query.filter.conditions) {
    conditions.push_back((condition.is_excluded ? "-" : "") + condition.value);
  }
  EXPECT_EQ(conditions, (std::vector<std::string>{"example.com/docs", "-en-us", "html", "2024", "2024-06-30"}));
  EXPECT_TRUE(query.notices.empty());
  EXPECT_TRUE(parse_query("site:a.test OR site:b.test").notices.empty()) << "one of them is enough anyhow";
}

TEST(Query, WhatIsNoFieldIsTextAndItIsSaid) {
  EXPECT_EQ(expression("foo:bar"), R"("foo bar")");
  EXPECT_EQ(
      parse_query("foo:bar").notices,
      (std::vector<std::string>{"foo: is looked for as text: there are title:, url:, site:, lang:, type:, before: "
                                "and after:."}));
  EXPECT_EQ(parse_query("intitle:\"a b\"").notices.size(), 1);
  EXPECT_EQ(expression("before:yesterday"), R"("before yesterday")");
  EXPECT_EQ(
      parse_query("before:2024-02-30").notices,
      (std::vector<std::string>{"before: wants a date (2024, 2024-05 or 2024-05-31): \"2024-02-30\" is looked for "
                                "as text."}));
  EXPECT_EQ(expression("type:int x"), R"("type int" AND "x")");
  EXPECT_EQ(expression("site:\"a b\""), R"("site" AND "a" AND "b")");
}

TEST(Query, ColonsOfOtherThingsGiveNoNotice) {
  for (const std::string_view typed : {"std::vector", "http://example.com/a", "12:30", "C:\\dir", "localhost:8080",
                                       "Note: this", "a : b", "::1", ":x", "title::x", "error:", "10:foo", "x:y"}) {
    EXPECT_TRUE(parse_query(typed).notices.empty()) << typed;
  }
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

TEST(Query, AQuestionOfWhatSomethingIsAsksForAnAnswer) {
  const auto english = indexer::Language::of_tag("en");
  for (const std::string_view typed :
       {"what is a binary heap", "And what IS the heap?", "what is \"binary heap\"", "what is a heap site:a.test"}) {
    const Query query = parse_query(typed, english);
    EXPECT_TRUE(query.asks_what) << typed;
    ASSERT_FALSE(query.optional.empty()) << typed;
    EXPECT_EQ(query.optional.front().front().terms, std::vector<std::string>{"is"}) << typed;
  }
  for (const std::string_view typed :
       {"what is", "is a heap", "what does a heap do", "what is the order of a heap", "heap what is",
        "what is heap OR stack", "what is title:heap", "\"what is\" heap"}) {
    EXPECT_FALSE(parse_query(typed, english).asks_what) << typed;
  }
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

// Whatever is typed, FTS5 takes the expression; and a page that is the query is found by it, unless that excludes some
// of it.
TEST(Query, EveryByteStringIsUnderstoodByFts5) {
  const auto alphabet = support::characters_of(
      "ab é漢\"“”'*-+:^(){}.,;_\\/\xFF\x80"
      "ANDORTNE~|<>!");
  auto parts = alphabet;
  for (const char* part : {" OR ", " -", " title:", " url:", "-site:", "abc*", "lang:en", " type:html ", "before:2024"})
    parts.emplace_back(part);
  std::mt19937 random(11);
  Fts5 fts5;
  for (int i = 0; i < 3000; ++i) {
    std::string typed = support::random_text(random, i % 2 == 0 ? alphabet : parts, 20);
    if (random() % 4 == 0) typed.insert(random() % (typed.size() + 1), 1, '\0');
    ASSERT_EQ(support::broken_query_law(typed), "") << testing::PrintToString(typed);
    const Query query = parse_query(typed);
    if (query.phrases.empty()) continue;
    std::string page;
    for (const Phrase& phrase : query.phrases) {
      for (const Word& word : phrase) page += word.text + ' ';
    }
    fts5.put(page);
    const int least = query.excluded.empty() ? 1 : 0;
    for (const std::string& wanted : {match_expression(query), match_expression(any_word(query))}) {
      ASSERT_GE(fts5.count(wanted), least) << testing::PrintToString(typed) << wanted;
    }
    if (least > 0) continue;
    ASSERT_GE(fts5.count(excluded_expression(query)), 0) << testing::PrintToString(typed);
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
