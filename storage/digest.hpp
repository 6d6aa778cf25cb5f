#pragma once

#include <string>

#include "storage/database.hpp"

namespace storage {

/// A hash, in hexadecimal, of all that a crawl of the same site must reproduce: text of pages, aliases, links, state,
/// reason, depth, origin, status and body hash of each URL, refusals, and the postings. No times, attempts or row ids.
/// A reader will do, also beside a writer: it is the hash of one instant.
std::string digest(Database& database);

}  // namespace storage
