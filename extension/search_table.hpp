#pragma once

#include "storage/sqlite.hpp"

namespace extension {

/// Gives `connection`, which is one of our files, the table `sitedex_search(WORDS)`: the hits of `sitedex search`, best
/// first, each made when it is asked for, so that LIMIT ends the work.
void lend_search_table(storage::Connection& connection);

}  // namespace extension
