#pragma once

#include <cstdint>
#include <vector>

#include "lazy/generator.hpp"
#include "storage/candidates.hpp"
#include "storage/deadline.hpp"
#include "storage/query.hpp"

namespace storage {

struct Ranked {
  std::int64_t id = 0;  ///< of the page, in `pages`
  double score = 0;     ///< BM25, more is better
};

/// Pages that match a query, and what its phrases are worth.
struct Matches {
  std::size_t count() const { return candidates.ids.size(); }

  Candidates candidates;
  std::vector<double> worths{};  ///< of each phrase, its inverse document frequency
  bool is_in_time = true;        ///< it was no deadline that kept it from finding more
};

/// Finds pages and ranks them as FTS5's `bm25()` does, by the same scores. That one reads all that the index has of
/// each word, and the length of each page that has it; this one so much as is needed, and no more than the beginning of
/// what is said of words that very many pages have. One thread.
class Ranker {
 public:
  explicit Ranker(Connection& connection);

  /// Pages that have all phrases of `query`, which has some.
  Matches find_all(const Query& query, const Deadline& deadline);

  /// Pages that have some phrase of `query`, but not all of those of `all`, which `with_all` pages have; these have all
  /// of `query`, too.
  Matches find_some(const Query& query, const Query& all, std::size_t with_all, const Deadline& deadline);

  /// The best of what was found first, of equals the first of the crawl. Looks up how long a page is (1 us) when it may
  /// be the next. `matches` and this have to outlive it.
  lazy::generator<Ranked> best_first(const Matches& matches);

 private:
  Matches find(const std::string& expression, Candidates empty, const Deadline& deadline);
  double in_whole_crawl(const PageCount& count);
  double words_of(std::int64_t page);

  Connection& connection_;
  CandidateFinder finder_;
  Statement last_page_, lengths_;
};

}  // namespace storage
