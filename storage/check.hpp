#pragma once

#include <string>
#include <vector>

#include "storage/database.hpp"

namespace storage {

/// What is wrong with the database, a sentence each, at most twenty of a kind; empty if it is sound: the file's
/// structure, references between tables, postings against the text they are of, the ledger's invariants. Wants a
/// writer: FTS5 checks its index by a write, though nothing is changed. Reads everything; some 100 us a page.
std::vector<std::string> check(Database& database);

}  // namespace storage
