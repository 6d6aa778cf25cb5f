#pragma once

#include <cstdint>

#include "storage/sqlite.hpp"

namespace storage {

/// What the tokenizer is lent for: to read, FTS5 tables that use it are searched, and not written to, but for merges.
enum class Use : std::uint8_t { kReadAndWrite, kRead };

/// Makes `indexer::tokenize` the tokenizer `unicode61` of `connection`, so that FTS5 cuts documents and queries into
/// the very terms that snippets are made from. The name is a built-in one on purpose: the file opens everywhere, and
/// is searched for plain words there, while only connections with our tokenizer may write to it.
void lend_tokenizer(Connection& connection, Use use = Use::kReadAndWrite);

}  // namespace storage
