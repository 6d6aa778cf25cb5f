#include "storage/fts_tokenizer.hpp"

#include <new>

#include "indexer/tokenizer.hpp"

namespace storage {
namespace {

using EmitToken = int (*)(void* context, int flags, const char* term, int term_bytes, int begin, int end);

int create(void*, const char**, int, Fts5Tokenizer** tokenizer) {
  // There is nothing to keep, but FTS5 takes a null for a failure.
  static char stateless;
  *tokenizer = reinterpret_cast<Fts5Tokenizer*>(&stateless);
  return SQLITE_OK;
}

void destroy(Fts5Tokenizer*) {}

/// No exception may pass through SQLite.
int tokenize(Fts5Tokenizer*, void* context, int, const char* text, int text_bytes, EmitToken emit) try {
  for (const indexer::Token& token : indexer::tokenize({text, static_cast<std::size_t>(text_bytes)})) {
    const int code = emit(context, 0, token.term.data(), static_cast<int>(token.term.size()),
                          static_cast<int>(token.begin), static_cast<int>(token.end));
    if (code != SQLITE_OK) return code;
  }
  return SQLITE_OK;
} catch (const std::bad_alloc&) {
  return SQLITE_NOMEM;
} catch (...) {
  return SQLITE_ERROR;
}

}  // namespace

void lend_tokenizer(Connection& connection) {
  fts5_api* api = nullptr;
  sqlite3_stmt* prepared = nullptr;
  sqlite3_prepare_v2(connection.handle(), "SELECT fts5(?1)", -1, &prepared, nullptr);
  const std::unique_ptr<sqlite3_stmt, Closer<sqlite3_finalize>> select(prepared);
  sqlite3_bind_pointer(select.get(), 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
  sqlite3_step(select.get());
  if (api == nullptr) throw std::runtime_error("this SQLite has been built without FTS5");
  fts5_tokenizer ours{.xCreate = create, .xDelete = destroy, .xTokenize = tokenize};
  api->xCreateTokenizer(api, "unicode61", nullptr, &ours, nullptr);
}

}  // namespace storage
