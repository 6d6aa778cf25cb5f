#include "storage/word_matcher.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "storage/candidate_finder.hpp"
#include "tests/storage/plain_pages.hpp"
#include "tests/support/rounds.hpp"

namespace storage {
namespace {

constexpr int kPages = 400;

const std::vector<std::string> kQueries = {
    "a",       "b",         "h",         "zebra",           "a b",         "h i",         "a zebra",   "a b c d",
    "\"a b\"", "\"a a a\"", "\"c a\" b", "\"i h\" \"h g\"", "\"b zebra\"", "what is a b", "the a b i", "g_h_i"};

/// An index of random pages in leaves of some rows each, so that there is hardly a list that fits in one; written,
/// changed, removed and merged in many steps.
class MatchingWords : public testing::Test {
 protected:
  MatchingWords() {
    connection().execute("INSERT INTO page_index(page_index, rank) VALUES ('pgsz', 64), ('automerge', 4)");
    while (texts_.size() < kPages) {
      for (int left = 20; left > 0; --left) add(static_cast<std::int64_t>(2 * texts_.size() + 1), text());
      for (int left = 5; left > 0; --left) change(random_() % texts_.size());
      if (random_() % 4 == 0) connection().execute("INSERT INTO page_index(page_index, rank) VALUES ('merge', 3)");
    }
  }

  Connection& connection() { return database_.connection(); }

  std::string text() {
    std::string text;
    const std::size_t words = random_() % (random_() % 20 == 0 ? 400 : 20);
    for (std::size_t left = words; left > 0; --left) {
      const auto rank = random_() % (1 + random_() % 9);
      text += std::string(1, static_cast<char>('a' + rank)) + ' ';
    }
    return text;
  }

  void add(std::int64_t id, std::string text) {
    write(id, text);
    texts_.emplace_back(id, std::move(text));
  }

  void change(std::size_t page) {
    auto& [id, text] = texts_[page];
    connection()
        .prepare(
            "INSERT INTO page_index(page_index, rowid, body, title, headings, description, path, rest) VALUES"
            " ('delete', ?1, ?2, ?2, '', ?2, '', '')")
        .run(id, text);
    text = random_() % 2 == 0 ? this->text() : std::string();
    write(id, text);
  }

  void write(std::int64_t id, const std::string& text) {
    connection()
        .prepare(
            "INSERT INTO page_index(rowid, body, title, headings, description, path, rest)"
            " VALUES (?1, ?2, ?2, '', ?2, '', '')")
        .run(id, text);
  }

  /// What is found in the tables themselves; nothing where FTS5 would be asked.
  std::optional<Candidates> find_in_tables(const Query& query, const std::vector<std::int64_t>& known = {}) {
    Candidates candidates = empty(query);
    WordMatcher matcher(connection());
    if (!matcher.find(query, known, Deadline::none(), candidates)) return std::nullopt;
    return candidates;
  }

  /// What FTS5 finds: it alone knows what is not to be there, even if that is nowhere.
  Candidates find_by_fts5(Query query, const std::vector<std::int64_t>& known = {}) {
    Candidates candidates = empty(query);
    query.excluded = {{{.text = "nowhere", .terms = {"nowhere"}}}};
    CandidateFinder(connection()).find(query, {.ids = known}, Deadline::none(), candidates);
    return candidates;
  }

  bool is_what_fts5_finds(const Candidates& found, const Query& query) {
    try {
      const Candidates expected = find_by_fts5(query);
      return found.ids == expected.ids && found.occurrences == expected.occurrences;
    } catch (const StorageError&) {
      return false;
    }
  }

  static Candidates empty(const Query& query) {
    Candidates empty{.phrases = query.phrases.size() + query.optional.size(),
                     .close_phrases = query.phrases.size(),
                     .asks_what = query.asks_what};
    for (const auto* phrases : {&query.phrases, &query.optional}) {
      for (const Phrase& phrase : *phrases) empty.words.push_back(phrase.size());
    }
    empty.pages_with.resize(query.phrases.size());
    return empty;
  }

  Database database_ = Database::temporary();
  std::mt19937 random_{7};

 private:
  std::vector<std::pair<std::int64_t, std::string>> texts_;
};

void expect_equal(const Candidates& found, const Candidates& expected, const std::string& typed) {
  ASSERT_EQ(found.ids, expected.ids) << typed;
  EXPECT_EQ(found.occurrences, expected.occurrences) << typed;
  EXPECT_EQ(found.closeness, expected.closeness) << typed;
  EXPECT_EQ(found.least_words, expected.least_words) << typed;
  EXPECT_EQ(found.is_whole, expected.is_whole) << typed;
  EXPECT_EQ(found.pages_of_index, expected.pages_of_index) << typed;
  EXPECT_EQ(found.words_of_index, expected.words_of_index) << typed;
  ASSERT_EQ(found.pages_with.size(), expected.pages_with.size());
  for (std::size_t i = 0; i < found.pages_with.size(); ++i) {
    EXPECT_EQ(found.pages_with[i].pages, expected.pages_with[i].pages) << typed << ", phrase " << i;
    EXPECT_EQ(found.pages_with[i].last, expected.pages_with[i].last) << typed << ", phrase " << i;
  }
}

TEST_F(MatchingWords, FindsWhatFts5Finds) {
  EXPECT_GT(connection().integer("SELECT count(DISTINCT segid) FROM page_index_idx"), 3);
  for (const std::string& typed : kQueries) {
    const Query all = parse_query(typed);
    const auto found = find_in_tables(all);
    ASSERT_TRUE(found) << typed;
    expect_equal(*found, find_by_fts5(all), typed);
    const Query some = any_word(all);
    const auto others = find_in_tables(some, found->ids);
    ASSERT_TRUE(others) << typed;
    expect_equal(*others, find_by_fts5(some, found->ids), typed + " (some)");
  }
}

TEST_F(MatchingWords, LeavesToFts5WhatAsksForMore) {
  for (const std::string typed : {"apple -berry", "a OR b", "abc*", "title:a", "url:a", "a lang:en", "lang:en"})
    EXPECT_FALSE(find_in_tables(parse_query(typed))) << typed;
}

TEST_F(MatchingWords, LeavesToFts5WhatItHasNotWritten) {
  const Query query = parse_query("a");
  const Transaction transaction(connection());
  write(10'001, "a");
  EXPECT_FALSE(find_in_tables(query));
  EXPECT_EQ(find_by_fts5(query).ids.back(), 10'001);
}

TEST_F(MatchingWords, LeavesToFts5AnotherFormat) {
  const Query query = parse_query("a");
  connection().execute("UPDATE page_index_config SET v = 5 WHERE k = 'version'");
  EXPECT_FALSE(find_in_tables(query));
  connection().execute("UPDATE page_index_config SET v = 4 WHERE k = 'version'");
  EXPECT_TRUE(find_in_tables(query));
  // As FTS5 writes it for tables that are told what to delete by its rowid alone (contentless_delete).
  connection().execute("UPDATE page_index_data SET block = x'00000000FF000001' || substr(block, 5) WHERE id = 10");
  EXPECT_FALSE(find_in_tables(query));
}

// Whatever the bytes are, nothing is read beside them. What is plainly wrong is left to FTS5, which says so; of a
// letter or a position that is another one neither can know.
TEST_F(MatchingWords, TakesNoHarmFromADamagedFile) {
  Statement blocks = connection().prepare("SELECT id, block FROM page_index_data WHERE id > 1");
  std::vector<std::pair<std::int64_t, std::string>> sound;
  for (const Row row : blocks.rows()) sound.emplace_back(row.integer(0), row.text(1));
  Statement write_block = connection().prepare("UPDATE page_index_data SET block = CAST(?2 AS BLOB) WHERE id = ?1");
  int refused = 0;
  int others = 0;
  for (int i = 0; i < support::rounds(4000); ++i) {
    const auto& [id, block] = sound[random_() % sound.size()];
    std::string damaged = block;
    damaged[random_() % damaged.size()] = static_cast<char>(random_());
    if (random_() % 8 == 0) damaged.resize(random_() % damaged.size());
    write_block.run(id, damaged);
    const Query query = parse_query(kQueries[random_() % kQueries.size()]);
    const auto found = find_in_tables(query);
    refused += found ? 0 : 1;
    others += found && !is_what_fts5_finds(*found, query) ? 1 : 0;
    write_block.run(id, block);
  }
  EXPECT_GT(refused, support::rounds(100));
  EXPECT_LT(others, 20) << "a list cut off at its end, a segment without its last leaf";
}

}  // namespace
}  // namespace storage
