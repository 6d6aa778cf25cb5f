#include "storage/rank_function.hpp"

#include <memory>
#include <new>
#include <stdexcept>
#include <vector>

#include "storage/candidates.hpp"
#include "storage/fts5.hpp"
#include "storage/scorer.hpp"

namespace storage {
namespace {

/// What is the same for all rows of a query.
struct Ranks {
  Candidates row;  // only one at a time
  std::vector<double> worths;
};

std::int64_t last_page(sqlite3_context* result) {
  Connection connection = Connection::borrowed(sqlite3_context_db_handle(result));
  return connection.integer("SELECT ifnull(max(id), 0) FROM page_index_docsize");
}

std::unique_ptr<Ranks> measure(const Fts5ExtensionApi& api, Fts5Context* row, sqlite3_context* result) {
  const auto phrases = static_cast<std::size_t>(api.xPhraseCount(row));
  auto ranks = std::make_unique<Ranks>(Ranks{.row = {.phrases = phrases, .close_phrases = phrases}, .worths = {}});
  ranks->row.pages_with.resize(phrases);
  if (measure_index(api, row, ranks->row) != SQLITE_OK) throw std::runtime_error("the index cannot be read");
  for (const PageCount& count : ranks->row.pages_with) {
    const double pages = count.in_whole_crawl(count.is_whole ? count.last : last_page(result));
    ranks->worths.push_back(worth_of(ranks->row.pages_of_index, pages));
  }
  return ranks;
}

/// Those of the query that is being run; FTS5 keeps them for it.
Ranks& ranks_of(const Fts5ExtensionApi& api, Fts5Context* row, sqlite3_context* result) {
  if (void* const known = api.xGetAuxdata(row, 0)) return *static_cast<Ranks*>(known);
  Ranks* const ranks = measure(api, row, result).release();
  const auto destroy = [](void* kept) { delete static_cast<Ranks*>(kept); };
  if (api.xSetAuxdata(row, ranks, destroy) != SQLITE_OK) throw std::bad_alloc();  // and has destroyed them
  return *ranks;
}

Lengths lengths_of(const Fts5ExtensionApi& api, Fts5Context* row) {
  Lengths lengths{};
  for (std::size_t column = 0; column < kOwnColumns; ++column) {
    int words = 0;
    if (api.xColumnSize(row, static_cast<int>(column), &words) != SQLITE_OK) {
      throw std::runtime_error("the index cannot be read");
    }
    lengths[column] = static_cast<std::uint32_t>(words);
  }
  return lengths;
}

double score(const Fts5ExtensionApi& api, Fts5Context* row, sqlite3_context* result) {
  static constexpr Ranking kRanking;
  if (api.xPhraseCount(row) == 0) return 0;  // no MATCH: there FTS5 crashes when it is asked for the rowid
  Ranks& ranks = ranks_of(api, row, result);
  ranks.row.ids.clear();
  ranks.row.occurrences.clear();
  ranks.row.closeness.clear();
  ranks.row.least_words.clear();
  add_page(api, row, ranks.row);
  return Scorer(kRanking, ranks.row, ranks.worths).score(0, lengths_of(api, row));
}

/// No exception may pass through SQLite.
void rank(const Fts5ExtensionApi* api, Fts5Context* row, sqlite3_context* result, int, sqlite3_value**) try {
  if (api->xColumnCount(row) != static_cast<int>(kOwnColumns))
    throw std::runtime_error("it ranks rows of page_index only");
  sqlite3_result_double(result, -score(*api, row, result));
} catch (const std::bad_alloc&) {
  sqlite3_result_error_nomem(result);
} catch (const Interrupted&) {
  sqlite3_result_error_code(result, SQLITE_INTERRUPT);
} catch (const std::exception& error) {
  sqlite3_result_error(result, (std::string("sitedex_rank: ") + error.what()).c_str(), -1);
}

}  // namespace

void lend_rank_function(Connection& connection) {
  fts5_api& api = fts5_of(connection);
  if (api.xCreateFunction(&api, "sitedex_rank", nullptr, rank, nullptr) != SQLITE_OK) throw std::bad_alloc();
}

}  // namespace storage
