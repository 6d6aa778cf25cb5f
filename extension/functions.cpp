#include "extension/functions.hpp"

#include <memory>
#include <new>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "extension/failure.hpp"
#include "extension/values.hpp"
#include "storage/fts5.hpp"
#include "storage/index_languages.hpp"
#include "storage/query.hpp"
#include "storage/ranking.hpp"
#include "storage/snippet.hpp"

namespace extension {
namespace {

storage::Query parse(sqlite3_context* result, std::string_view typed) {
  auto connection = storage::Connection::borrowed(sqlite3_context_db_handle(result));
  return storage::parse_query(typed, storage::languages_of_index(connection));
}

void query(sqlite3_context* result, int, sqlite3_value** values) try {
  storage::Query query = parse(result, text_of(values[0]));
  if (query.phrases.empty()) return give(result, R"("")");  // which nothing matches
  query.optional.clear();  // they matter to ranks alone, and FTS5 does not say which of the phrases they are
  give(result, storage::match_expression(query));
} catch (...) {
  fail(result, failure());
}

/// The query of the statement that is being run, which most often is the same for each row. FTS5 keeps it.
struct Typed {
  std::string text;
  storage::Query query;
};

const storage::Query& query_of(const Fts5ExtensionApi& api, Fts5Context* row, sqlite3_context* result,
                               std::string_view typed) {
  const auto* const known = static_cast<const Typed*>(api.xGetAuxdata(row, 0));
  if (known != nullptr && known->text == typed) return known->query;
  auto kept = std::make_unique<Typed>(Typed{.text = std::string(typed), .query = parse(result, typed)});
  const storage::Query& query = kept->query;
  const auto destroy = [](void* unused) { delete static_cast<Typed*>(unused); };
  if (api.xSetAuxdata(row, kept.release(), destroy) != SQLITE_OK) throw std::bad_alloc();  // and has destroyed it
  return query;
}

indexer::MarkedText column(const Fts5ExtensionApi& api, Fts5Context* row, storage::Column column) {
  const char* text = nullptr;
  int bytes = 0;
  if (api.xColumnText(row, static_cast<int>(column), &text, &bytes) != SQLITE_OK) {
    throw std::runtime_error("the page cannot be read");
  }
  return indexer::take_language_mark({text == nullptr ? "" : text, static_cast<std::size_t>(bytes)});
}

std::string marked(const storage::Snippet& snippet, std::string_view before, std::string_view after) {
  std::string text = snippet.cut_before ? "... " : "";
  std::size_t at = 0;
  for (const auto& match : snippet.matches) {
    text.append(snippet.text, at, match.begin - at);
    text.append(before).append(snippet.text, match.begin, match.end - match.begin).append(after);
    at = match.end;
  }
  text.append(snippet.text, at);
  return snippet.cut_after ? text + " ..." : text;
}

void snippet(const Fts5ExtensionApi* api, Fts5Context* row, sqlite3_context* result, int count,
             sqlite3_value** values) try {
  const std::span given(values, static_cast<std::size_t>(count));
  if (given.size() != 1 && given.size() != 3) {
    throw std::runtime_error("sitedex_snippet(page_index, WORDS [, BEFORE, AFTER])");
  }
  if (api->xColumnCount(row) != static_cast<int>(storage::kOwnColumns)) {
    throw std::runtime_error("sitedex_snippet is for rows of page_index");
  }
  const storage::Query& query = query_of(*api, row, result, text_of(given[0]));
  const auto body = column(*api, row, storage::Column::kBody);
  const auto rest = column(*api, row, storage::Column::kRest);
  const auto shown = storage::make_snippet(body.text, rest.text, query, {.language = *body.languages.begin()});
  const bool has_marks = given.size() == 3;
  give(result, marked(shown, has_marks ? text_of(given[1]) : "*", has_marks ? text_of(given[2]) : "*"));
} catch (...) {
  fail(result, failure());
}

}  // namespace

void lend_sql_functions(storage::Connection& connection) {
  constexpr int kFlags = SQLITE_UTF8;
  const int code = sqlite3_create_function_v2(connection.handle(), "sitedex_query", 1, kFlags, nullptr, query, nullptr,
                                              nullptr, nullptr);
  if (code != SQLITE_OK) connection.fail(code);
  fts5_api& api = storage::fts5_of(connection);
  if (api.xCreateFunction(&api, "sitedex_snippet", nullptr, snippet, nullptr) != SQLITE_OK) throw std::bad_alloc();
}

}  // namespace extension
