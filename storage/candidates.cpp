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
constexpr const char* kCollecting = "collecting";

int count_page(const Fts5ExtensionApi* api, Fts5Context* row, void* counted) {
  auto& count = *static_cast<PageCount*>(counted);
  count.is_whole = count.pages < kMostCandidates;
  if (!count.is_whole) return SQLITE_DONE;
  ++count.pages;
  count.last = api->xRowid(row);
  return SQLITE_OK;
}

std::size_t words_of(const Candidates& candidates, std::size_t phrase) {
  return candidates.words.empty() ? 1 : candidates.words[phrase];
}

int count_pages(const Fts5ExtensionApi& api, Fts5Context* row, Candidates& candidates) {
  int word = 0;
  for (std::size_t phrase = 0; phrase < candidates.pages_with.size(); ++phrase) {
    const std::size_t words = words_of(candidates, phrase);
    if (words == 1) {
      const int code = api.xQueryPhrase(row, word, &candidates.pages_with[phrase], count_page);
      if (code != SQLITE_OK) return code;
    }
    word += static_cast<int>(words);
  }
  return SQLITE_OK;
}

bool has(const Occurrences& occurrences) {
  return std::ranges::any_of(occurrences, [](auto count) { return count > 0; });
}

/// What rows are collected for.
struct Collecting {
  /// Whether what was added last is wanted, which the words alone do not tell.
  bool is_wanted() const {
    if (candidates.words.empty()) return true;
    const auto occurrences = candidates.occurrences_of(candidates.ids.size() - 1);
    return is_satisfied(query, [&](std::size_t phrase) { return has(occurrences[phrase]); });
  }

  void take_back() const {
    candidates.ids.pop_back();
    candidates.least_words.pop_back();
    candidates.occurrences.resize(candidates.ids.size() * candidates.phrases);
    candidates.closeness.resize(candidates.ids.size() * candidates.pairs());
  }

  const Query& query;
  std::span<const std::int64_t> known;
  Candidates& candidates;
};

/// `collect_candidate(page_index, collecting)`: true once there are as many as are looked at, and one more. No
/// exception may pass through SQLite.
void collect(const Fts5ExtensionApi* api, Fts5Context* row, sqlite3_context* result, int count,
             sqlite3_value** values) try {
  if (count == 0) return;
  auto* const collecting = static_cast<Collecting*>(sqlite3_value_pointer(values[0], kCollecting));
  if (collecting == nullptr) return;
  if (std::ranges::binary_search(collecting->known, api->xRowid(row))) return;
  Candidates& candidates = collecting->candidates;
  add_page(*api, row, candidates);
  if (!collecting->is_wanted()) return collecting->take_back();
  if (candidates.ids.size() > kMostCandidates) {
    candidates.is_whole = false;
    collecting->take_back();
    return sqlite3_result_int(result, 1);
  }
  if (candidates.ids.size() > 1) return;
  if (const int code = measure_index(*api, row, candidates); code != SQLITE_OK) {
    collecting->take_back();
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
  PhraseWords words;
  for (std::size_t phrase = 0; phrase < candidates.phrases; ++phrase) {
    Positions& here = positions[phrase % 2];
    candidates.pairs() > 0 && phrase < candidates.paired_phrases() ? here.clear() : here.close();
    words.count = words_of(candidates, phrase);
    candidates.occurrences.push_back(read_positions(api, row, words, least, here));
    words.first += words.count;
    if (phrase == 0 || phrase >= candidates.paired_phrases()) continue;
    const Positions& before = positions[(phrase + 1) % 2];
    if (phrase == candidates.close_phrases) {
      candidates.closeness.push_back(is_followed(before, words_of(candidates, phrase - 1), here) ? 1 : 0);
    } else {
      candidates.closeness.push_back(closeness(before, here, Candidates::kFarthest));
    }
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

void CandidateFinder::find(const Query& query, const Known& known, Candidates& candidates) {
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
