#include "storage/fts_tokenizer.hpp"

#include <new>

#include "indexer/tokenizer.hpp"
#include "storage/fts5.hpp"

namespace storage {
namespace {

using EmitToken = int (*)(void* context, int flags, const char* term, int term_bytes, int begin, int end);

/// The tokenizer itself keeps nothing: in its place FTS5 is given what it is lent for.
int create(void* use, const char**, int, Fts5Tokenizer** tokenizer) {
  *tokenizer = static_cast<Fts5Tokenizer*>(use);
  return SQLITE_OK;
}

void destroy(Fts5Tokenizer*) {}

/// No exception may pass through SQLite.
int tokenize(Fts5Tokenizer* tokenizer, void* context, int flags, const char* bytes, int size, EmitToken emit) try {
  const std::string_view text(bytes, static_cast<std::size_t>(size));
  const auto use = *reinterpret_cast<const Use*>(tokenizer);
  if (flags == FTS5_TOKENIZE_DOCUMENT && use == Use::kRead) return SQLITE_READONLY;
  auto [languages, words] = indexer::take_language_mark(text);
  if (words.empty()) return SQLITE_OK;
  if ((flags & FTS5_TOKENIZE_PREFIX) != 0) languages = indexer::Language();  // what begins a word has no stem
  const auto purpose = (flags & FTS5_TOKENIZE_QUERY) != 0 ? indexer::Purpose::kQuery : indexer::Purpose::kDocument;
  const auto mark_bytes = static_cast<std::uint32_t>(text.size() - words.size());
  std::uint32_t positions = 0;
  for (const indexer::Token& token : indexer::tokenize(words, languages, purpose)) {
    const int place = token.position < positions ? FTS5_TOKEN_COLOCATED : 0;
    positions = token.position + 1;
    const int code = emit(context, place, token.term.data(), static_cast<int>(token.term.size()),
                          static_cast<int>(mark_bytes + token.begin), static_cast<int>(mark_bytes + token.end));
    if (code != SQLITE_OK) return code;
  }
  return SQLITE_OK;
} catch (const std::bad_alloc&) {
  return SQLITE_NOMEM;
} catch (...) {
  return SQLITE_ERROR;
}

}  // namespace

void lend_tokenizer(Connection& connection, Use use) {
  fts5_api& api = fts5_of(connection);
  fts5_tokenizer ours{.xCreate = create, .xDelete = destroy, .xTokenize = tokenize};
  static Use read = Use::kRead;
  static Use read_and_write = Use::kReadAndWrite;
  void* const lent = use == Use::kRead ? &read : &read_and_write;
  if (api.xCreateTokenizer(&api, "unicode61", lent, &ours, nullptr) != SQLITE_OK) throw std::bad_alloc();
}

}  // namespace storage
