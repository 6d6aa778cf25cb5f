#pragma once

#include <vector>

#include "storage/candidates.hpp"
#include "storage/ranking.hpp"

namespace storage {

/// How much a word says by how few pages have it: its inverse document frequency, more than 0.
double worth_of(double pages, double with_word);

/// What is common to the words of a page: BM25F without what a word is worth. Given the pages' average lengths, any
/// thread.
class Saturation {
 public:
  Saturation(const Ranking& ranking, double pages, const std::array<double, kColumns>& words);

  /// From 0 to k1 + 1: for so many occurrences in columns of such lengths. More for more of them, less for more words.
  double operator()(const Occurrences& occurrences, const Lengths& lengths) const;

  /// The same for what is no more than a number: occurrences in the body of a page.
  double operator()(double occurrences, const Lengths& lengths) const;

 private:
  double norm(std::size_t column, const Lengths& lengths) const;

  const Ranking& ranking_;
  std::array<double, kColumns> average_{};
};

/// A part of a page's score: the parts add up to it, in their order.
struct ScorePart {
  enum class Kind : std::uint8_t {
    kPhrase,     ///< what the page has of a phrase of the query
    kCloseness,  ///< how close that phrase and the next one stand together
    kStatement,  ///< that phrase and the next one, a verb, stand as in an answer to the query
    kFeedback,   ///< how alike the page is to the best ones
    kLinks,      ///< how many pages link to it
    kDepth,      ///< how near it is to where the crawl began
  };

  Kind kind = Kind::kPhrase;
  std::size_t phrase = 0;     ///< of the query's, and then of its optional ones
  double worth = 0;           ///< the phrase's, by how few pages have it
  Occurrences occurrences{};  ///< in each column
  double score = 0;
};

/// Scores candidates by a query whose phrases are worth that much.
class Scorer {
 public:
  /// All of them outlive it.
  Scorer(const Ranking& ranking, const Candidates& candidates, const std::vector<double>& worths);

  /// Less for more words: given how many a page has at least, it is what it may have at most.
  double score(std::size_t candidate, const Lengths& lengths) const;

  /// What the score is the sum of.
  std::vector<ScorePart> parts(std::size_t candidate, const Lengths& lengths) const;

 private:
  void each_part(std::size_t candidate, const Lengths& lengths, auto take) const;
  double worth_of_close_phrases() const;

  const Ranking& ranking_;
  const Candidates& candidates_;
  const std::vector<double>& worths_;
  Saturation saturation_;
};

}  // namespace storage
