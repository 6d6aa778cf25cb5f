#pragma once

#include <chrono>

#include "storage/database.hpp"

namespace storage {

/// Commits, and leaves the file as it is best read, as far as there is room: what is free is given back, and segments
/// of the index become one, so that a word is looked up in one place, if that takes no more than a fiftieth of the time
/// that the crawl `took`. A site that was asked gently has left time for that; to crawl a manual on the same machine
/// would take a tenth longer.
void tidy(Database& database, std::chrono::steady_clock::duration took);

}  // namespace storage
