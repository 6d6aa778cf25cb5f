#include "storage/candidates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <new>

#include "storage/fts5.hpp"
#include "storage/positions.hpp"

namespace storage {
namespace {

constexpr const char* kFunction = "collect_candidate";
constexpr const char* kCandidates = "candidates";

int count_page(const Fts5ExtensionApi* api, Fts5Context* row, void* counted) {
  auto& count = *static_cast<PageCount*>(counted);
  count.is_whole = count.pages < kMostCandidates;
  if (!count.is_whole) return SQLITE_DONE;
  ++count.pages;
  count.last = api->xRowid(row);
  return SQLITE_OK;
}

int count_pages(const Fts5ExtensionApi& api, Fts5Context* row, Candidates& candidates) {
  for (PageCount& count : candidates.pages_with) {
    const auto phrase = static_cast<int>(&count - candidates.pages_with.data());
    if (const int code = api.xQueryPhrase(row, phrase, &count, count_page); code != SQLITE_OK) return code;
  }
  return SQLITE_OK;
}

/// `collect_candidate(page_index, candidates)`: true once there are as many as are looked at, and one more. No
/// exception may pass through SQLite.
void collect(const Fts5ExtensionApi* api, Fts5Context* row, sqlite3_context* result, int count,
             sqlite3_value** values) try {
  if (count == 0) return;
  auto* const candidates = static_cast<Candidates*>(sqlite3_value_pointer(values[0], kCandidates));
  if (candidates == nullptr) return;
  if (candidates->ids.size() == kMostCandidates) {
    candidates->is_whole = false;
    return sqlite3_result_int(result, 1);
  }
  if (candidates->ids.empty()) {
    const int code = measure_index(*api, row, *candidates);
    if (code != SQLITE_OK) return sqlite3_result_error_code(result, code);
  }
  add_page(*api, row, *candidates);
} catch (const std::bad_alloc&) {
  sqlite3_result_error_nomem(result);
}

constexpr std::string_view kCollect = "collect_candidate(page_index, ?2)";

/// With a condition that is not true of a row that is collected, for to hand one out takes longer than that.
std::string collect_sql(std::string_view condition) {
  return fmt::format("SELECT 1 FROM page_index WHERE page_index MATCH ?1 AND {} ORDER BY rowid LIMIT 1", condition);
}

}  // namespace

int measure_index(const Fts5ExtensionApi& api, Fts5Context* row, Candidates& candidates) {
  sqlite3_int64 pages = 0;
  api.xRowCount(row, &pages);
  candidates.pages_of_index = static_cast<double>(pages);
  for (std::size_t column = 0; column < kOwnColumns; ++column) {
    sqlite3_int64 words = 0;
    api.xColumnTotalSize(row, static_cast<int>(column), &words);
    candidates.words_of_index[column] = static_cast<double>(words);
  }
  return count_pages(api, row, candidates);
}

void add_page(const Fts5ExtensionApi& api, Fts5Context* row, Candidates& candidates) {
  std::array<Positions, 2> positions;  // of this phrase and of the one before
  Lengths least{};
  for (std::size_t phrase = 0; phrase < candidates.phrases; ++phrase) {
    Positions& here = positions[phrase % 2];
    candidates.occurrences.push_back(read_positions(api, row, phrase, least, here));
    if (phrase == 0 || phrase >= candidates.close_phrases) continue;
    candidates.closeness.push_back(closeness(positions[(phrase + 1) % 2], here, Candidates::kFarthest));
  }
  candidates.least_words.push_back(least);
  candidates.ids.push_back(api.xRowid(row));
}

void lend_candidate_function(Connection& connection) {
  fts5_api& api = fts5_of(connection);
  api.xCreateFunction(&api, kFunction, nullptr, collect, nullptr);
}

CandidateFinder::CandidateFinder(Connection& connection)
    : connection_(connection),
      collect_(connection.prepare(collect_sql(kCollect))),
      collect_one_(connection.prepare(collect_sql(fmt::format("rowid = ?3 AND {}", kCollect)))) {}

void CandidateFinder::find(std::string_view expression, const PageFilter& filter, Candidates& candidates) {
  const Lent place{&candidates, kCandidates};
  if (filter.empty()) return collect_.run(expression, place);
  // Looked at page by page, for that is what can be bounded: to read all pages takes as long as the file is large.
  // An AND would not do: SQLite asks subqueries last.
  const std::string condition = fmt::format("iif({}, {}, 0)", index_passes_sql("?3"), kCollect);
  connection_.prepare(collect_sql(condition)).run(expression, place, lent(filter));
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

void CandidateFinder::find_one(std::string_view expression, std::int64_t page, Candidates& candidates) {
  collect_one_.run(expression, Lent{&candidates, kCandidates}, page);
}

}  // namespace storage
