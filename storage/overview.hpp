#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/crawls.hpp"
#include "storage/stats.hpp"

namespace storage {

/// How many values there are below each of some limits: `counts[i]` are from `limits[i - 1]` on and less than
/// `limits[i]`, the last one all the rest.
struct Histogram {
  std::vector<std::int64_t> limits;
  std::vector<std::int64_t> counts;

  void add(std::int64_t value);
};

/// A database in figures, as one draws them.
struct Overview {
  std::int64_t pages = 0;                                 ///< to search
  std::vector<Count> states;                              ///< URLs by state, most first
  std::vector<Count> statuses;                            ///< answers by HTTP status, in its order
  std::vector<Count> depths;                              ///< good pages by links from a seed, in that order
  Histogram took_ms;                                      ///< of good pages
  Histogram bytes;                                        ///< of good pages
  std::optional<std::int64_t> median_ms, most_ms;         ///< half of the good pages, 95 of 100, took at most this
  std::optional<std::int64_t> median_bytes, most_bytes;   ///< half, 95 of 100, have at most this
  std::optional<std::int64_t> first_answer, last_answer;  ///< when they came, in seconds since 1970
  std::vector<Crawl> crawls;
};

/// Reads every row of the ledger: a second for a million.
Overview overview(Database& database);

}  // namespace storage
