#pragma once

#include <vector>

#include "storage/ranked.hpp"
#include "storage/ranking.hpp"
#include "storage/sqlite.hpp"

namespace storage {

/// What pages are worth whatever is looked for. One thread.
class PagePrior {
 public:
  PagePrior(Connection& connection, const Ranking& ranking);

  /// Adds to the scores of `best`. `worth` is what the query's words are worth together. 2 us a page.
  void rank(std::vector<Ranked>& best, double worth);

 private:
  const Ranking& ranking_;
  Statement links_, depth_;
};

}  // namespace storage
