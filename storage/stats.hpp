#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/crawls.hpp"

namespace storage {

/// How many there are of something.
struct Count {
  std::string name;
  std::int64_t count = 0;
};

struct Stats {
  std::int64_t pages = 0;
  std::int64_t near_duplicates = 0;  ///< pages that a page before them, of the same crawl, is a near-duplicate of
  std::int64_t text_bytes = 0;       ///< of the pages' bodies
  std::int64_t file_bytes = 0;       ///< of the database, without its write-ahead log
  std::vector<Count> states;         ///< URLs by their state, most first
  std::vector<Count> languages;      ///< pages by their language, most first; "" is unknown
  std::vector<Crawl> crawls;         ///< by name
};

/// Reads every row of the ledger and every page, and compares the pages: seconds for a million.
Stats stats(Database& database);

}  // namespace storage
