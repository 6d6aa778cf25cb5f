#include "storage/vocabulary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "indexer/characters.hpp"
#include "indexer/tokenizer.hpp"

namespace storage {
namespace {

/// Of a longer text the beginning is enough.
constexpr std::size_t kMostBytes = 16 << 10;
constexpr int kMostTexts = 4;
constexpr int kMostSearched = 200;
constexpr int kMostTitles = 50;

constexpr const char* kCount =
    "SELECT count(*) FROM (SELECT 1 FROM page_index WHERE page_index MATCH ?1 {} ORDER BY rowid LIMIT ?2)";

constexpr const char* kTexts =
    "SELECT language, {} FROM pages WHERE id IN (SELECT rowid FROM page_index WHERE page_index MATCH ? ORDER BY rowid"
    " LIMIT {})";

/// It is a table in memory over what is there.
Statement select_terms(Connection& connection) {
  connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, page_index, row)");
  return connection.prepare("SELECT term, doc FROM temp.vocabulary WHERE term >= ? AND term < ?");
}

}  // namespace

Vocabulary::Vocabulary(Connection& connection)
    : connection_(connection),
      count_(connection.prepare(fmt::format(kCount, ""))),
      terms_(select_terms(connection)),
      titles_(connection.prepare(fmt::format(kTexts, "title", kMostTitles))),
      texts_(connection.prepare(fmt::format(kTexts, "text_of(body)", kMostTexts))),
      texts_with_(connection.prepare(
          fmt::format(kTexts, "text_of(body)", kMostSearched) +
          fmt::format(" AND instr(lower(substr(text_of(body), 1, {})), ?) LIMIT {}", kMostBytes, kMostTexts))) {}

std::size_t Vocabulary::count(std::string_view expression, std::size_t most, const PageFilter& filter) {
  if (filter.empty()) return static_cast<std::size_t>(count_.integer(expression, most).value_or(0));
  Statement count = connection_.prepare(fmt::format(kCount, "AND " + index_passes_sql("?3")));
  return static_cast<std::size_t>(count.integer(expression, most, lent(filter)).value_or(0));
}

lazy::generator<Vocabulary::Term> Vocabulary::terms_from(std::string beginning) {
  const std::string end = beginning + '\xFF';  // no term has such a byte
  for (const Row row : terms_.rows(beginning, end)) {
    Term term{.text = std::string(row.text(0)), .pages = static_cast<std::size_t>(row.integer(1))};
    co_yield std::move(term);
  }
}

std::vector<std::string> Vocabulary::forms(std::string_view word, std::string_view expression,
                                           const std::vector<std::string>& terms) {
  std::map<std::string, std::size_t> counts;
  const auto count = [&](Rows rows) {
    for (const Row row : rows) {
      const std::string_view text = row.text(1).substr(0, kMostBytes);
      for (const indexer::Token& token : indexer::tokenize(text, indexer::Language::of_tag(row.text(0)))) {
        if (std::ranges::find(terms, token.term) == terms.end()) continue;
        ++counts[indexer::fold_case(text.substr(token.begin, token.end - token.begin))];
      }
    }
  };
  count(titles_.rows(fmt::format("title : {}", expression)));
  count(texts_.rows(expression));
  count(texts_with_.rows(expression, word));
  std::vector<std::pair<std::string, std::size_t>> forms(counts.begin(), counts.end());
  std::ranges::stable_sort(forms, std::greater(), &std::pair<std::string, std::size_t>::second);
  std::vector<std::string> texts;
  for (auto& [form, times] : forms) texts.push_back(std::move(form));
  return texts;
}

}  // namespace storage
