#include "storage/candidate_finder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <new>

#include "storage/fts5.hpp"

namespace storage {
namespace {

constexpr const char* kCollectCandidate = "collect_candidate";
constexpr const char* kCollecting = "collecting";

/// What rows are collected for.
struct Collecting {
  const Query& query;
  std::span<const std::int64_t> known;
  Candidates& candidates;
};

/// `collect_candidate(page_index, collecting)`: true once there are as many as are looked at, and one more. No
/// exception may pass through SQLite.
void collect_candidate(const Fts5ExtensionApi* api, Fts5Context* row, sqlite3_context* result, int count,
                       sqlite3_value** values) try {
  if (count == 0) return;
  auto* const collecting = static_cast<Collecting*>(sqlite3_value_pointer(values[0], kCollecting));
  if (collecting == nullptr) return;
  if (std::ranges::binary_search(collecting->known, api->xRowid(row))) return;
  Candidates& candidates = collecting->candidates;
  add_page(*api, row, candidates);
  if (!candidates.last_satisfies(collecting->query)) return candidates.remove_last();
  if (candidates.ids.size() > kMostCandidates) {
    candidates.is_whole = false;
    candidates.remove_last();
    return sqlite3_result_int(result, 1);
  }
  if (candidates.ids.size() > 1) return;
  if (const int code = measure_index(*api, row, candidates); code != SQLITE_OK) {
    candidates.remove_last();
    sqlite3_result_error_code(result, code);
  }
} catch (const std::bad_alloc&) {
  sqlite3_result_error_nomem(result);
}

constexpr std::string_view kCollect = "collect_candidate(page_index, ?2)";

/// With a condition that is not true of a row that is collected, for to hand one out takes longer than that.
std::string collect_sql(std::string_view condition) {
  return fmt::format("SELECT 1 FROM page_index WHERE page_index MATCH ?1 AND {} ORDER BY rowid LIMIT 1", condition);
}

}  // namespace

void lend_candidate_function(Connection& connection) {
  fts5_api& api = fts5_of(connection);
  api.xCreateFunction(&api, kCollectCandidate, nullptr, collect_candidate, nullptr);
}

CandidateFinder::CandidateFinder(Connection& connection)
    : connection_(connection),
      matcher_(connection),
      collect_(connection.prepare(collect_sql(kCollect))),
      collect_one_(connection.prepare(collect_sql(fmt::format("rowid = ?3 AND {}", kCollect)))) {}

void CandidateFinder::find(const Query& query, const Known& known, const Deadline& deadline, Candidates& candidates) {
  if (known.expression.empty() && matcher_.find(query, known.ids, deadline, candidates)) return;
  Collecting collecting{.query = query, .known = known.ids, .candidates = candidates};
  const Lent place{&collecting, kCollecting};
  std::string expression = words_expression(query);
  if (!known.expression.empty()) expression = fmt::format("({}) NOT ({})", expression, known.expression);
  if (query.filter.empty()) return collect_.run(expression, place);
  // Looked at page by page, for that is what can be bounded: to read all pages takes as long as the file is large.
  // An AND would not do: SQLite asks subqueries last.
  const std::string condition = fmt::format("iif({}, {}, 0)", index_passes_sql("?3"), kCollect);
  connection_.prepare(collect_sql(condition)).run(expression, place, lent(query.filter));
}

void CandidateFinder::find_all(const PageFilter& filter, std::string_view excluded, Candidates& candidates) {
  const std::string_view others =
      excluded.empty() ? "" : "AND id NOT IN (SELECT rowid FROM page_index WHERE page_index MATCH ?2)";
  Statement select = connection_.prepare(fmt::format("SELECT id FROM pages WHERE {} {} ORDER BY id LIMIT {}",
                                                     passes_sql("?1"), others, kMostCandidates + 1));
  candidates.pages_of_index = 1;  // by which lengths are averaged
  const auto add = [&](Rows rows) {
    for (const Row row : rows) {
      candidates.is_whole = candidates.ids.size() < kMostCandidates;
      if (!candidates.is_whole) return;
      candidates.ids.push_back(row.integer(0));
      candidates.least_words.push_back({});
    }
  };
  add(excluded.empty() ? select.rows(lent(filter)) : select.rows(lent(filter), excluded));
}

void CandidateFinder::find_one(const Query& query, std::int64_t page, Candidates& candidates) {
  Collecting collecting{.query = query, .known = {}, .candidates = candidates};
  collect_one_.run(words_expression(query), Lent{&collecting, kCollecting}, page);
}

}  // namespace storage
