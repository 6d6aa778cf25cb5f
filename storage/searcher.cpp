#include "storage/searcher.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "storage/query.hpp"

namespace storage {
namespace {

/// BM25 weights of the columns of `page_index`: how much more a word in a title says than one in a body.
struct Weights {
  double title = 10;
  double headings = 5;
  double description = 2;
  double body = 1;
};
constexpr Weights kWeights;

/// Pages of equal rank come in the order of the crawl.
std::string select_best(std::string_view where) {
  return fmt::format(
      "SELECT rowid, bm25(page_index, {}, {}, {}, {}) AS score FROM page_index WHERE page_index MATCH ?1 {}"
      " ORDER BY score, rowid LIMIT ?2 OFFSET ?3",
      kWeights.title, kWeights.headings, kWeights.description, kWeights.body, where);
}

}  // namespace

Searcher::Searcher(Database& database)
    : database_(database),
      count_(database.connection().prepare("SELECT count(*) FROM page_index WHERE page_index MATCH ?")),
      match_(database.connection().prepare(select_best(""))),
      match_rest_(database.connection().prepare(
          select_best("AND rowid NOT IN (SELECT rowid FROM page_index WHERE page_index MATCH ?4)"))),
      page_(database.connection().prepare("SELECT url, title, body FROM pages WHERE id = ?")),
      fingerprint_(database.connection().prepare("SELECT fingerprint FROM pages WHERE id = ?")) {}

Results Searcher::search(std::string_view typed, std::size_t limit, std::size_t offset) {
  const Query query = parse_query(typed);
  const std::string all_words = match_expression(query);
  if (all_words.empty()) return {};

  const Snapshot snapshot(database_.connection());
  Results results;
  results.total = count_.integer(all_words).value();
  const auto complete = static_cast<std::size_t>(results.total);
  if (offset < complete) add_hits(results, match_.rows(all_words, limit, offset), query, true);
  if (complete >= limit) return results;

  const Query any = any_word(query);
  const std::string any_words = match_expression(any);
  results.total = count_.integer(any_words).value();
  results.only_some_words = complete == 0 && results.total > 0;
  add_hits(results,
           match_rest_.rows(any_words, limit - results.hits.size(), offset - std::min(offset, complete), all_words),
           any, false);
  return results;
}

Results Searcher::search_collapsed(std::string_view typed, std::size_t limit, std::size_t offset) {
  const Query query = parse_query(typed);
  const std::string all_words = match_expression(query);
  if (all_words.empty()) return {};

  const Snapshot snapshot(database_.connection());
  const Page page{limit, offset};
  Results results;
  Collapse collapse;
  results.total = count_.integer(all_words).value();
  add_collapsed(results, collapse, page, match_.rows(all_words, kMostLookedAt, 0), query, true);
  if (collapse.hits() < limit && collapse.looked_at() < kMostLookedAt) {
    const Query any = any_word(query);
    const std::string any_words = match_expression(any);
    const std::size_t most = kMostLookedAt - collapse.looked_at();
    results.only_some_words = results.total == 0;
    results.total = count_.integer(any_words).value();
    add_collapsed(results, collapse, page, match_rest_.rows(any_words, most, 0, all_words), any, false);
  }
  if (results.total == 0) return {};
  const auto looked_at = static_cast<std::int64_t>(collapse.looked_at());
  results.total_is_estimate = looked_at < results.total;
  results.total = results.total * static_cast<std::int64_t>(collapse.hits()) / looked_at;
  return results;
}

void Searcher::add_hits(Results& results, Rows matches, const Query& query, bool all_words) {
  for (const Row match : matches) add_hit(results, match, query, all_words);
}

void Searcher::add_hit(Results& results, Row match, const Query& query, bool all_words) {
  for (const Row page : page_.rows(match.integer(0))) {
    results.hits.push_back({.id = match.integer(0),
                            .url = std::string(page.text(0)),
                            .title = std::string(page.text(1)),
                            .snippet = make_snippet(page.text(2), query),
                            .score = -match.real(1),
                            .all_words = all_words});
  }
}

/// Hits of the pages before are placed, too: others are folded into them.
void Searcher::add_collapsed(Results& results, Collapse& collapse, Page page, Rows matches, const Query& query,
                             bool all_words) {
  for (const Row match : matches) {
    const auto bits = static_cast<std::uint64_t>(fingerprint_.integer(match.integer(0)).value_or(0));
    const std::size_t hits = collapse.hits();
    const std::size_t number = collapse.place({bits});
    const bool is_new = number == hits;
    if (is_new && number >= page.offset + page.limit) return;
    if (number < page.offset) continue;
    if (is_new) {
      add_hit(results, match, query, all_words);
    } else {
      ++results.hits.at(number - page.offset).near_duplicates;
    }
  }
}

}  // namespace storage
