#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/database.hpp"

namespace storage {

/// What `check` says where the postings are not those of the pages' text: one of the two has changed. The index is made
/// anew from the pages by the next writer once `meta` has no row `analyzer`.
inline constexpr std::string_view kIndexDisagrees = "the index does not agree with the pages";

/// The same of the texts of links. That index is made anew, too.
inline constexpr std::string_view kAnchorsDisagree = "the index of link texts does not agree with the table `anchors`";

/// What is wrong with the database, a sentence each, at most twenty of a kind, what matters most first; empty if it is
/// sound: the file's structure, references between tables, postings against the texts they are of, the ledger's
/// invariants. Wants a writer: FTS5 checks its index by a write, though nothing is changed. Reads everything; some
/// 100 us a page.
std::vector<std::string> check(Database& database);

}  // namespace storage
