#pragma once

#include "storage/sqlite.hpp"

namespace storage {

/// Gives `connection`, which is one of our files, the FTS5 function `sitedex_rank(page_index)`: the score of a row for
/// the phrases of its MATCH expression, all of which are wanted, with the sign turned, so that `ORDER BY` has the best
/// first, as `rank` has it. For up to three words without a stop word it is what `Searcher` gives; its feedback wants
/// all pages. Takes some microseconds a row, and once what it takes to count the pages with each phrase.
void lend_rank_function(Connection& connection);

}  // namespace storage
