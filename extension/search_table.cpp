#include "extension/search_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "extension/failure.hpp"
#include "extension/values.hpp"
#include "lazy/generator.hpp"
#include "storage/searcher.hpp"

namespace extension {
namespace {

constexpr const char* kSchema =
    "CREATE TABLE hits(url TEXT, title TEXT, snippet TEXT, matches TEXT, score REAL, all_words INTEGER, id INTEGER,"
    " fragment TEXT, words HIDDEN)";

enum class Field : std::uint8_t { kUrl, kTitle, kSnippet, kMatches, kScore, kAllWords, kId, kFragment, kWords };

/// A running search.
class Search {
 public:
  Search(storage::Connection& connection, std::string words)
      : words_(std::move(words)), searcher_(connection), hits_(searcher_.hits(words_)), next_(hits_.begin()) {}

  bool is_over() const { return next_ == hits_.end(); }
  void advance() {
    ++next_;
    ++number_;
  }
  std::int64_t number() const { return number_; }

  void give(sqlite3_context* result, Field field) {
    const storage::Hit& hit = *next_;
    switch (field) {
      case Field::kUrl:
        return extension::give(result, hit.url);
      case Field::kTitle:
        return extension::give(result, hit.title);
      case Field::kSnippet:
        return extension::give(result, hit.snippet.text);
      case Field::kMatches:
        return extension::give(result, matches_of(hit.snippet));
      case Field::kScore:
        return sqlite3_result_double(result, hit.score);
      case Field::kAllWords:
        return sqlite3_result_int64(result, hit.all_words ? 1 : 0);
      case Field::kId:
        return sqlite3_result_int64(result, hit.id);
      case Field::kFragment:
        return extension::give(result, hit.section.fragment);
      case Field::kWords:
        return extension::give(result, words_);
    }
  }

 private:
  using Hits = lazy::generator<storage::Hit>;

  /// Byte offsets, as JSON.
  static std::string matches_of(const storage::Snippet& snippet) {
    std::vector<std::string> pairs;
    for (const auto& match : snippet.matches) pairs.push_back(fmt::format("[{},{}]", match.begin, match.end));
    return fmt::format("[{}]", fmt::join(pairs, ","));
  }

  std::string words_;
  storage::Searcher searcher_;
  Hits hits_;
  decltype(std::declval<Hits&>().begin()) next_;
  std::int64_t number_ = 1;
};

struct Table : sqlite3_vtab {
  explicit Table(sqlite3* handle) : sqlite3_vtab(), connection(storage::Connection::borrowed(handle)) {}

  storage::Connection connection;
};

struct Cursor : sqlite3_vtab_cursor {
  Cursor() : sqlite3_vtab_cursor() {}

  std::unique_ptr<Search> search;  // none: no hits
};

Cursor& ours(sqlite3_vtab_cursor* cursor) {
  return *static_cast<Cursor*>(cursor);
}

int tell(sqlite3_vtab* table, const Failure& failure) {
  sqlite3_free(table->zErrMsg);
  table->zErrMsg = message(failure.what);
  return failure.code;
}

int connect(sqlite3* handle, void*, int, const char* const*, sqlite3_vtab** table, char** why) try {
  if (const int code = sqlite3_declare_vtab(handle, kSchema); code != SQLITE_OK) return code;
  *table = std::make_unique<Table>(handle).release();
  return SQLITE_OK;
} catch (...) {
  const Failure failed = failure();
  *why = message(failed.what);
  return failed.code;
}

int disconnect(sqlite3_vtab* table) {
  delete static_cast<Table*>(table);
  return SQLITE_OK;
}

/// There is one way to find hits: by words that are known when it begins.
int choose_plan(sqlite3_vtab* table, sqlite3_index_info* plan) try {
  constexpr double kCost = 10'000;
  constexpr sqlite3_int64 kHits = 1000;
  bool has_words = false;
  const std::span constraints(plan->aConstraint, static_cast<std::size_t>(plan->nConstraint));
  for (std::size_t i = 0; i < constraints.size(); ++i) {
    const auto& constraint = constraints[i];
    const bool is_of_words = constraint.iColumn == static_cast<int>(Field::kWords);
    if (!is_of_words || constraint.op != SQLITE_INDEX_CONSTRAINT_EQ) continue;
    has_words = true;
    if (constraint.usable == 0) continue;
    plan->aConstraintUsage[i] = {.argvIndex = 1, .omit = 1};
    plan->estimatedCost = kCost;
    plan->estimatedRows = kHits;
    return SQLITE_OK;
  }
  if (has_words) return SQLITE_CONSTRAINT;  // in another order of the tables they may be known
  return tell(table, {SQLITE_ERROR, "sitedex_search wants words: sitedex_search('what to look for')"});
} catch (...) {
  return tell(table, failure());
}

int open(sqlite3_vtab*, sqlite3_vtab_cursor** cursor) try {
  *cursor = std::make_unique<Cursor>().release();
  return SQLITE_OK;
} catch (...) {
  return SQLITE_NOMEM;
}

int close(sqlite3_vtab_cursor* cursor) {
  delete &ours(cursor);
  return SQLITE_OK;
}

int filter(sqlite3_vtab_cursor* cursor, int, const char*, int, sqlite3_value** values) try {
  auto& connection = static_cast<Table*>(cursor->pVtab)->connection;
  ours(cursor).search.reset();
  if (sqlite3_value_type(values[0]) == SQLITE_NULL) return SQLITE_OK;
  ours(cursor).search = std::make_unique<Search>(connection, std::string(text_of(values[0])));
  return SQLITE_OK;
} catch (...) {
  return tell(cursor->pVtab, failure());
}

int next(sqlite3_vtab_cursor* cursor) try {
  ours(cursor).search->advance();
  return SQLITE_OK;
} catch (...) {
  return tell(cursor->pVtab, failure());
}

int is_at_end(sqlite3_vtab_cursor* cursor) {
  const auto& search = ours(cursor).search;
  return search == nullptr || search->is_over() ? 1 : 0;
}

int give_column(sqlite3_vtab_cursor* cursor, sqlite3_context* result, int column) try {
  ours(cursor).search->give(result, static_cast<Field>(column));
  return SQLITE_OK;
} catch (...) {
  return tell(cursor->pVtab, failure());
}

int give_rowid(sqlite3_vtab_cursor* cursor, sqlite3_int64* rowid) {
  *rowid = ours(cursor).search->number();
  return SQLITE_OK;
}

/// Without a way to create it, it is there as soon as it is named.
constexpr sqlite3_module kModule = [] {
  sqlite3_module module{};
  module.xConnect = connect;
  module.xBestIndex = choose_plan;
  module.xDisconnect = disconnect;
  module.xOpen = open;
  module.xClose = close;
  module.xFilter = filter;
  module.xNext = next;
  module.xEof = is_at_end;
  module.xColumn = give_column;
  module.xRowid = give_rowid;
  return module;
}();

}  // namespace

void lend_search_table(storage::Connection& connection) {
  const int code = sqlite3_create_module_v2(connection.handle(), "sitedex_search", &kModule, nullptr, nullptr);
  if (code != SQLITE_OK) connection.fail(code);
}

}  // namespace extension
