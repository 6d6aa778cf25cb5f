#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "storage/candidates.hpp"
#include "storage/ranked.hpp"
#include "storage/ranking.hpp"
#include "storage/scorer.hpp"
#include "storage/sqlite.hpp"

namespace storage {

/// Pseudo-relevance feedback: takes it that the best pages are good ones, and ranks them and those after them again by
/// the words that tell them from others (Rocchio's way, in the form of Robertson's offer weights; of queries that say
/// much it finds what they mean in other words). One thread.
class Feedback {
 public:
  Feedback(Connection& connection, const Ranking& ranking);

  /// Adds to the scores of `best`, which are the best first. `worth` is what the query's words are worth together. Cuts
  /// each page's text into words: 50 us for 8 kB.
  void rank(std::vector<Ranked>& best, const Candidates& candidates, double worth);

 private:
  /// How often a page has its words, those in its title as often as they weigh.
  struct Words {
    std::unordered_map<std::string, double> frequencies;
    Lengths lengths{};
  };

  struct Term {
    std::string text;
    double weight = 0;
  };

  Words words_of(std::int64_t page);
  std::vector<Term> terms_of(const std::vector<Ranked>& best, const std::vector<Words>& pages,
                             const Saturation& saturation, double pages_of_index);
  double pages_with(std::string_view term, double pages_of_index);

  const Ranking& ranking_;
  Statement text_, count_;
};

}  // namespace storage
