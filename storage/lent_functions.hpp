#pragma once

#include "storage/fts_tokenizer.hpp"
#include "storage/sqlite.hpp"

namespace storage {

/// Gives `connection` what SQL in files of ours and searches call, beside what SQLite has.
void lend_functions(Connection& connection, Use use = Use::kReadAndWrite);

}  // namespace storage
