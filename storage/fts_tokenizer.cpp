#include "storage/fts_tokenizer.hpp"

#include <cassert>
#include <memory>
#include <new>
#include <tuple>

#include "indexer/tokenizer.hpp"
#include "storage/fts5.hpp"

namespace storage {
namespace {

/// What a connection has been lent.
struct LentTokenizer {
  ReadyTerms ready;
  Use use = Use::kReadAndWrite;
};

using EmitToken = int (*)(void* context, int flags, const char* term, int term_bytes, int begin, int end);

bool is_same(std::string_view text, std::string_view ready) {
  return text.size() == ready.size() && (text.data() == ready.data() || text == ready);
}

/// The tokenizer itself keeps nothing: in its place FTS5 is given what its connection has.
int create(void* lent, const char**, int, Fts5Tokenizer** tokenizer) {
  *tokenizer = static_cast<Fts5Tokenizer*>(lent);
  return SQLITE_OK;
}

void destroy(Fts5Tokenizer*) {}

/// Of a document FTS5 asks for no more than the terms: where they stand is nothing to it.
int emit_ready(const indexer::Terms& terms, void* context, EmitToken emit) {
  for (const auto& [term, is_alternative] : terms) {
    const int flags = is_alternative ? FTS5_TOKEN_COLOCATED : 0;
    const int code = emit(context, flags, term.data(), static_cast<int>(term.size()), 0, 0);
    if (code != SQLITE_OK) return code;
  }
  return SQLITE_OK;
}

/// No exception may pass through SQLite.
int tokenize(Fts5Tokenizer* tokenizer, void* context, int flags, const char* bytes, int size, EmitToken emit) try {
  const std::string_view text(bytes, static_cast<std::size_t>(size));
  const auto& [ready, use] = *reinterpret_cast<const LentTokenizer*>(tokenizer);
  if (flags == FTS5_TOKENIZE_DOCUMENT) {
    if (use == Use::kRead) return SQLITE_READONLY;
    for (const auto& [ready_text, terms] : ready.texts) {
      if (terms != nullptr && !terms->empty() && is_same(text, ready_text)) return emit_ready(*terms, context, emit);
    }
  }
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
  auto lent = std::make_unique<LentTokenizer>(LentTokenizer{.ready = {}, .use = use});
  const auto free_lent = [](void* tokenizer) { delete static_cast<LentTokenizer*>(tokenizer); };
  if (api.xCreateTokenizer(&api, "unicode61", lent.get(), &ours, free_lent) != SQLITE_OK) throw std::bad_alloc();
  std::ignore = lent.release();
}

ReadyTerms& ready_terms(Connection& connection) {
  fts5_api& api = fts5_of(connection);
  void* lent = nullptr;
  fts5_tokenizer ours{};
  api.xFindTokenizer(&api, "unicode61", &lent, &ours);
  assert(ours.xTokenize == tokenize && "it has been lent");
  return static_cast<LentTokenizer*>(lent)->ready;
}

}  // namespace storage
