#include "storage/pending_postings.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "storage/database.hpp"
#include "tests/support/rounds.hpp"

namespace storage {
namespace {

using Texts = std::array<std::string, PostingBuffer::kColumns>;

/// Draws rows, and what is done with them.
class Draw {
 public:
  explicit Draw(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t bound) { return random_() % bound; }

  /// Common words and rare ones, long ones, names that are terms in whole and in parts.
  std::string word() {
    static constexpr std::array<std::string_view, 6> kStems = {"a", "the", "zebra", "ü", "getElement", "index"};
    std::string word(kStems[below(1 + below(kStems.size()))]);
    if (below(4) == 0) word += "ById";
    if (below(6) == 0) word += std::to_string(below(500));
    if (below(30) == 0) word += std::string(below(80), static_cast<char>('a' + below(3)));
    return word;
  }

  Texts row() {
    Texts texts;
    for (std::string& text : texts) {
      if (below(3) == 0) continue;
      for (std::size_t left = below(below(40) == 0 ? 3000 : 30); left > 0; --left) text += word() + ' ';
    }
    return texts;
  }

 private:
  std::mt19937 random_;
};

/// An index that FTS5 makes alone, or one of which it is told only what is removed and replaced.
class Index {
 public:
  explicit Index(std::size_t leaf_bytes) {
    connection().execute(fmt::format("INSERT INTO page_index(page_index, rank) VALUES ('pgsz', {})", leaf_bytes));
  }

  Connection& connection() { return database_.connection(); }

  void add(std::int64_t row, const Texts& texts) {
    database_.change([&] {
      std::array<indexer::Terms, PostingBuffer::kColumns> terms;
      PostingBuffer::RowTerms columns{};
      for (std::size_t i = 0; i < texts.size(); ++i) {
        terms[i] = indexer::Terms(texts[i], indexer::Language());
        columns[i] = &terms[i];
      }
      database_.pending_postings().add(row, columns);
    });
  }

  void add_by_fts5(std::int64_t row, const Texts& texts) {
    database_.change([&] {
      connection()
          .prepare(
              "INSERT INTO page_index(rowid, body, title, headings, description, path, rest)"
              " VALUES (?, ?, ?, ?, ?, ?, ?)")
          .run(row, texts[0], texts[1], texts[2], texts[3], texts[4], texts[5]);
    });
  }

  void remove(std::int64_t row, const Texts& texts) {
    database_.change([&] {
      if (database_.pending_postings().contain(row)) database_.pending_postings().write();
      connection()
          .prepare(
              "INSERT INTO page_index(page_index, rowid, body, title, headings, description, path, rest)"
              " VALUES ('delete', ?, ?, ?, ?, ?, ?, ?)")
          .run(row, texts[0], texts[1], texts[2], texts[3], texts[4], texts[5]);
    });
  }

  void write() {
    database_.change([&] { database_.pending_postings().write(); });
  }

  void commit() { database_.commit(); }

  void merge(int leaves) {
    database_.change([&] {
      connection().execute(fmt::format("INSERT INTO page_index(page_index, rank) VALUES ('merge', {})", leaves));
    });
  }

  /// All that FTS5 reads in it.
  std::vector<std::string> rows() {
    commit();
    connection().execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.postings USING fts5vocab(main, page_index, instance)");
    std::vector<std::string> all;
    for (const char* select :
         {"SELECT term || ' ' || doc || ' ' || col || ' ' || offset FROM temp.postings",
          "SELECT id || ' ' || hex(sz) FROM page_index_docsize", "SELECT hex(block) FROM page_index_data WHERE id = 1",
          "SELECT rowid FROM page_index WHERE page_index MATCH 'the AND zebra'",
          "SELECT rowid FROM page_index WHERE page_index MATCH 'ind*'"}) {
      Statement statement = connection().prepare(select);
      for (const Row row : statement.rows()) all.emplace_back(row.text(0));
    }
    return all;
  }

  void expect_sound() { connection().execute("INSERT INTO page_index(page_index) VALUES ('integrity-check')"); }

  std::int64_t segments() { return connection().integer("SELECT count(DISTINCT segid) FROM page_index_idx"); }

 private:
  Database database_ = Database::temporary();
};

class EqualIndexes : public testing::TestWithParam<std::size_t> {};

// Rows are added, removed and replaced, segments written, merged and committed, in any order: it is the index that FTS5
// makes of the same rows.
TEST_P(EqualIndexes, IsWhatFts5Makes) {
  for (int seed = 0; seed < support::rounds(12); ++seed) {
    SCOPED_TRACE(seed);
    Draw draw(static_cast<unsigned>(seed));
    Index ours(GetParam());
    Index theirs(GetParam());
    std::map<std::int64_t, Texts> there;
    std::int64_t last = 0;
    for (int step = 0; step < 150; ++step) {
      const std::size_t what = draw.below(20);
      if (what < 12 || there.empty()) {
        last += static_cast<std::int64_t>(1 + draw.below(3) * draw.below(200));
        there[last] = draw.row();
        ours.add(last, there[last]);
        theirs.add_by_fts5(last, there[last]);
      } else if (what < 16) {
        const auto row = std::next(there.begin(), static_cast<std::ptrdiff_t>(draw.below(there.size())));
        ours.remove(row->first, row->second);
        theirs.remove(row->first, row->second);
        if (draw.below(3) > 0) {
          row->second = draw.row();
          ours.add_by_fts5(row->first, row->second);
          theirs.add_by_fts5(row->first, row->second);
        } else {
          there.erase(row);
        }
      } else if (what < 17) {
        ours.write();
      } else if (what < 18) {
        ours.merge(static_cast<int>(draw.below(50)));
      } else {
        ours.commit();
      }
      if (step % 30 == 0) {
        ASSERT_NO_THROW(ours.expect_sound());
      }
    }
    ASSERT_EQ(ours.rows(), theirs.rows());
    ASSERT_NO_THROW(ours.expect_sound());
    ours.connection().execute("INSERT INTO page_index(page_index) VALUES ('optimize')");
    ASSERT_EQ(ours.rows(), theirs.rows());
    ASSERT_NO_THROW(ours.expect_sound());
  }
}

INSTANTIATE_TEST_SUITE_P(LeafBytes, EqualIndexes, testing::Values(32, 64, 300, 4050));

TEST(PendingPostings, FewSegmentsAreLeftOfMany) {
  Draw draw(1);
  Index index(4050);
  for (std::int64_t row = 1; row <= 1000; ++row) {
    index.add(row, draw.row());
    if (row % 10 == 0) index.commit();
  }
  EXPECT_LT(index.segments(), 20);
  EXPECT_NO_THROW(index.expect_sound());
}

TEST(PendingPostings, ATermInMoreRowsThanALeafHoldsIsFoundInAll) {
  Index index(4050);
  const Texts texts = {"common"};
  for (std::int64_t row = 1; row <= 30'000; ++row) index.add(row, texts);
  index.commit();
  EXPECT_EQ(index.connection().integer("SELECT count(*) FROM page_index WHERE page_index MATCH 'common'"), 30'000);
  EXPECT_NO_THROW(index.expect_sound());
}

TEST(PendingPostings, WhatIsNotCommittedIsGoneWithTheTransaction) {
  Database database = Database::temporary();
  EXPECT_THROW(database.change([&] {
    const indexer::Terms none;
    const indexer::Terms some("some words", indexer::Language());
    database.pending_postings().add(1, {&some, &none, &none, &none, &none, &none});
    database.pending_postings().write();
    throw std::runtime_error("lost");
  }),
               std::runtime_error);
  EXPECT_EQ(database.connection().integer("SELECT count(*) FROM page_index WHERE page_index MATCH 'some'"), 0);
  EXPECT_EQ(database.connection().integer("SELECT count(*) FROM page_index_docsize"), 0);
}

TEST(PendingPostings, AnIndexOfAnotherFormIsLeftAsItIs) {
  Database database = Database::temporary();
  database.connection().execute("UPDATE page_index_data SET block = x'00000000FF' WHERE id = 10");
  EXPECT_THROW(database.change([&] {
    const indexer::Terms none;
    const indexer::Terms some("some words", indexer::Language());
    database.pending_postings().add(1, {&some, &none, &none, &none, &none, &none});
    database.pending_postings().write();
  }),
               StorageError);
}

}  // namespace
}  // namespace storage
