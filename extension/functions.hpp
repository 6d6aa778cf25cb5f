#pragma once

#include "storage/sqlite.hpp"

namespace extension {

/// Gives `connection`, which is one of our files,
/// - `sitedex_query(TYPED)`: what a person typed as an expression for MATCH, with stems, that wants all of its words
///   but those that say next to nothing; where there is no word nothing matches it;
/// - `sitedex_snippet(page_index, TYPED [, BEFORE, AFTER])`: of a row the stretch that best shows what was asked for,
///   with its matches between BEFORE and AFTER, or asterisks. For FTS5; nothing in it is escaped.
void lend_sql_functions(storage::Connection& connection);

}  // namespace extension
