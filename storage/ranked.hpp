#pragma once

#include <cstddef>
#include <cstdint>

namespace storage {

/// A page in the order of its score, and what of that it has not from the query's words alone.
struct Ranked {
  std::int64_t id = 0;    ///< in `pages`
  double score = 0;       ///< more is better
  std::size_t match = 0;  ///< among the candidates
  double feedback = 0;    ///< for being like the best
  double links = 0;       ///< for being linked to
  double depth = 0;       ///< for being near to where the crawl began

  void add(double amount, double Ranked::* part) {
    this->*part = amount;
    score += amount;
  }
};

}  // namespace storage
