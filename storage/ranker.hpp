#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "lazy/generator.hpp"
#include "storage/anchor_matches.hpp"
#include "storage/candidate_finder.hpp"
#include "storage/deadline.hpp"
#include "storage/feedback.hpp"
#include "storage/page_prior.hpp"
#include "storage/query.hpp"
#include "storage/ranked.hpp"
#include "storage/ranking.hpp"
#include "storage/scorer.hpp"

namespace storage {

/// Pages that match a query, and what its phrases are worth.
struct Matches {
  std::size_t count() const { return candidates.ids.size(); }

  Candidates candidates;
  std::vector<double> worths{};  ///< of each phrase
  bool is_in_time = true;        ///< it was no deadline that kept it from finding more
};

/// Finds pages and ranks them. FTS5's own `bm25()` reads all that the index has of each word, and the length of each
/// page that has it; this one so much as is needed, and no more than the beginning of what is said of words that very
/// many pages have. One thread.
class Ranker {
 public:
  explicit Ranker(Connection& connection, const Ranking& ranking = {});

  /// Pages that have all phrases that `query` wants, or, where it has none, pass its filter: these are worth the same.
  Matches find_all(const Query& query, const Deadline& deadline);

  /// Pages that have some phrase of `query`, but not all of those of `all`, for which `with_all` were found; these have
  /// all of `query`, too.
  Matches find_some(const Query& query, const Query& all, const Matches& with_all, const Deadline& deadline);

  /// The best of what was found first, of equals the first of the crawl. Looks up how long a page is (1 us) when it may
  /// be the next. The best by the query's words (`Ranking::ranked_again`) are ranked by what else is known of them: how
  /// many pages link to them (2 us for each that may be the next), and where the query is long, the words of the best
  /// (`Ranking::feedback`), which takes some milliseconds. `matches` and this have to outlive it.
  lazy::generator<Ranked> best_first(const Matches& matches);

  /// What the score of one of `matches` is the sum of, in this order.
  std::vector<ScorePart> parts_of(const Ranked& ranked, const Matches& matches);

 private:
  Matches find(const Query& query, const CandidateFinder::Known& known, Candidates empty, const Deadline& deadline);
  void count_phrases(const Query& query, Matches& matches, const Deadline& deadline);
  Matches find_by_filter(const Query& query, const Deadline& deadline);
  template <typename Find>
  Matches in_time(Candidates empty, const Deadline& deadline, Find find);
  double in_whole_crawl(const PageCount& count);
  Lengths lengths_of(std::int64_t page);
  lazy::generator<Ranked> best_by_words(const Matches& matches);
  lazy::generator<Ranked> best_by_texts(const Matches& matches, double worth);

  Connection& connection_;
  Ranking ranking_;
  CandidateFinder finder_;
  AnchorMatcher anchors_;
  Feedback feedback_;
  PagePrior prior_;
  Statement last_page_, lengths_;
};

}  // namespace storage
