#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "lazy/generator.hpp"
#include "storage/candidates.hpp"
#include "storage/deadline.hpp"
#include "storage/feedback.hpp"
#include "storage/query.hpp"
#include "storage/ranking.hpp"

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

  /// Pages that have some phrase of `query`, but not all of those of `all`, which `with_all` pages have; these have all
  /// of `query`, too.
  Matches find_some(const Query& query, const Query& all, std::size_t with_all, const Deadline& deadline);

  /// The best of what was found first, of equals the first of the crawl. Looks up how long a page is (1 us) when it may
  /// be the next. The words of the best of a long query's pages help to rank those after them (`Ranking::feedback`):
  /// that takes some milliseconds. `matches` and this have to outlive it.
  lazy::generator<Ranked> best_first(const Matches& matches);

 private:
  Matches find(const std::string& expression, const PageFilter& filter, Candidates empty, const Deadline& deadline);
  Matches find_by_filter(const Query& query, const Deadline& deadline);
  template <typename Find>
  Matches in_time(Candidates empty, const Deadline& deadline, Find find);
  double in_whole_crawl(const PageCount& count);
  Lengths lengths_of(std::int64_t page);
  lazy::generator<Ranked> best_by_words(const Matches& matches);

  Connection& connection_;
  Ranking ranking_;
  CandidateFinder finder_;
  Feedback feedback_;
  Statement last_page_, lengths_;
};

}  // namespace storage
