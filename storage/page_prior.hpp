#pragma once

#include "storage/ranked.hpp"
#include "storage/ranking.hpp"
#include "storage/sqlite.hpp"

namespace storage {

/// What pages are worth whatever is looked for. One thread.
class PagePrior {
 public:
  PagePrior(Connection& connection, const Ranking& ranking);

  /// Adds to the score of `ranked`. `worth` is what the query's words are worth together. 2 us.
  void rank(Ranked& ranked, double worth);

  /// A score that a page with `score` cannot come to be above.
  double most(double score, double worth) const;

 private:
  const Ranking& ranking_;
  Statement links_, depth_;
};

}  // namespace storage
