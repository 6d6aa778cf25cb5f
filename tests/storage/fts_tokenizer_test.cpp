#include "storage/fts_tokenizer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "indexer/tokenizer.hpp"

namespace storage {
namespace {

Connection indexed(std::string_view text) {
  Connection connection(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  lend_tokenizer(connection);
  connection.execute(
      "CREATE VIRTUAL TABLE texts USING fts5(text, tokenize = 'unicode61');"
      "CREATE VIRTUAL TABLE postings USING fts5vocab(texts, instance)");
  connection.prepare("INSERT INTO texts VALUES (?)").run(text);
  return connection;
}

// The tokenizer that documents are indexed with is the one that snippets and queries ask: the very same terms.
TEST(FtsTokenizer, PostingsAreTheTokensOfTheText) {
  const std::string text = "Straße, ÉCOLE and it's 東京都 in pg_stat_activity; 1,5 \xff and naïve";
  Connection connection = indexed(text);
  std::vector<std::string> terms;
  for (const indexer::Token& token : indexer::tokenize(text)) terms.emplace_back(token.term);
  std::vector<std::string> posted;
  Statement select = connection.prepare("SELECT term, offset FROM postings ORDER BY offset");
  for (const Row row : select.rows()) {
    EXPECT_EQ(row.integer(1), static_cast<std::int64_t>(posted.size())) << "positions are consecutive";
    posted.emplace_back(row.text(0));
  }
  EXPECT_EQ(posted, terms);
  EXPECT_GT(terms.size(), 8);
}

// Documents and queries say which languages they are in.
TEST(FtsTokenizer, AMarkSaysInWhichLanguagesWordsAreMeant) {
  const auto english = indexer::Language::of_tag("en");
  indexer::Languages any(english);
  any.add(indexer::Language());
  Connection connection = indexed(indexer::language_mark(english) + "Connected HashMaps");
  Statement count = connection.prepare("SELECT count(*) FROM texts WHERE texts MATCH ?");
  EXPECT_EQ(count.integer('"' + indexer::language_mark(english) + "connection hashmap\""), 1);
  EXPECT_EQ(count.integer('"' + indexer::language_mark(any) + "connections map\""), 1);
  EXPECT_EQ(count.integer("connections"), 0) << "without a mark it is as it stands";
  EXPECT_EQ(count.integer("conn*"), 1);
}

TEST(FtsTokenizer, OffsetsReachFts) {
  Connection connection = indexed("Die Straße ist lang");
  Statement highlight = connection.prepare("SELECT highlight(texts, 0, '[', ']') FROM texts WHERE texts MATCH ?");
  for (const Row row : highlight.rows("strasse")) {
    EXPECT_EQ(row.text(0), "Die [Straße] ist lang");
    return;
  }
  FAIL() << "a folded word is found";
}

TEST(FtsTokenizer, AFileOpensWithoutIt) {
  Connection plain(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  EXPECT_NO_THROW(plain.execute("CREATE VIRTUAL TABLE texts USING fts5(text, tokenize = 'unicode61')"));
}

}  // namespace
}  // namespace storage
