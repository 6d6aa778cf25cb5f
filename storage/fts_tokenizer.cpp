#include "storage/fts_tokenizer.hpp"

#include <cassert>
#include <memory>
#include <new>
#include <tuple>

#include "indexer/tokenizer.hpp"
#include "storage/fts5.hpp"

namespace storage {
namespace {

using EmitToken = int (*)(void* context, int flags, const char* term, int term_bytes, int begin, int end);

/// The tokenizer itself keeps nothing: in its place FTS5 is given where ready terms may be found.
int create(void* ready, const char**, int, Fts5Tokenizer** tokenizer) {
  *tokenizer = static_cast<Fts5Tokenizer*>(ready);
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
  const auto& ready = *reinterpret_cast<const ReadyTerms*>(tokenizer);
  if (flags == FTS5_TOKENIZE_DOCUMENT) {
    for (const auto& [ready_text, terms] : ready.texts) {
      if (terms != nullptr && !terms->empty() && ready_text == text) return emit_ready(*terms, context, emit);
    }
  }
  auto [languages, words] = indexer::take_language_mark(text);
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

void lend_tokenizer(Connection& connection) {
  fts5_api& api = fts5_of(connection);
  fts5_tokenizer ours{.xCreate = create, .xDelete = destroy, .xTokenize = tokenize};
  auto ready = std::make_unique<ReadyTerms>();
  const auto free_ready = [](void* terms) { delete static_cast<ReadyTerms*>(terms); };
  if (api.xCreateTokenizer(&api, "unicode61", ready.get(), &ours, free_ready) != SQLITE_OK) throw std::bad_alloc();
  std::ignore = ready.release();
}

ReadyTerms& ready_terms(Connection& connection) {
  fts5_api& api = fts5_of(connection);
  void* ready = nullptr;
  fts5_tokenizer ours{};
  api.xFindTokenizer(&api, "unicode61", &ready, &ours);
  assert(ours.xTokenize == tokenize && "it has been lent");
  return *static_cast<ReadyTerms*>(ready);
}

}  // namespace storage
