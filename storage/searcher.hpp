#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/collapse.hpp"
#include "storage/database.hpp"
#include "storage/deadline.hpp"
#include "storage/ranker.hpp"
#include "storage/snippet.hpp"

namespace storage {

struct Hit {
  std::int64_t id = 0;  ///< of the page, in `pages`
  std::string url;
  std::string title;
  Snippet snippet;        ///< of the page's body
  double score = 0;       ///< BM25, more is better; to be compared only among hits of one answer with equal `all_words`
  bool all_words = true;  ///< the page has each of the words, not only some
  std::size_t near_duplicates = 0;  ///< hits looked at that were folded into this one (`search_collapsed`)
};

struct Results {
  std::vector<Hit> hits;                    ///< best first; pages with all of the words before the rest
  std::int64_t total = 0;                   ///< how many hits there would be without a limit
  bool only_some_words = false;             ///< no page has all of the words
  bool total_is_estimate = false;           ///< not all hits were looked at for near-duplicates (`search_collapsed`)
  bool total_is_least = false;              ///< there are more hits than those that were found
  bool is_out_of_time = false;              ///< and that is because the deadline was over
  std::vector<std::string> notices{};       ///< sentences on how the query was understood (`Query`)
  std::optional<std::string> suggestion{};  ///< what may have been meant, and finds clearly more (`Suggester`)
};

/// Answers queries. One thread; beside a writer it sees what was last committed.
class Searcher {
 public:
  explicit Searcher(Database& database, const Ranking& ranking = {});

  /// How long a person waits who knows that the index is large and the disk slow.
  static constexpr std::chrono::seconds kPatience{5};

  /// At most `limit` hits, from the `offset`-th on. Pages that have all of the words come first; where these are fewer
  /// than `limit`, pages that have some of them follow. `typed` is what a person typed, in whatever disorder; without a
  /// word in it there are no hits.
  ///
  /// Hits are the best of `kMostCandidates` at most, the first of the crawl, once with all and once with some of the
  /// words. Takes milliseconds, of which the snippets are some. Once `deadline` is over no more matches are looked for;
  /// what was found until then is ranked and shown, which takes time for each hit, but not for what the index holds.
  Results search(std::string_view typed, std::size_t limit, std::size_t offset = 0,
                 const Deadline& deadline = Deadline(kPatience));

  /// The same, without hits that are near-duplicates of better ones: these are folded into them and not counted by
  /// `limit` and `offset`. Looks at hits, best first, until the next one would come after the last that is asked for,
  /// and at `kMostLookedAt` at most; the total is then what it would be if the others were folded as these are. Some
  /// microseconds for each hit looked at.
  Results search_collapsed(std::string_view typed, std::size_t limit, std::size_t offset = 0,
                           const Deadline& deadline = Deadline(kPatience));

  /// Bounds the time where thousands of hits are near-duplicates of each other, or where thousands are asked for.
  static constexpr std::size_t kMostLookedAt = 10'000;

 private:
  struct Page {
    std::size_t limit;
    std::size_t offset;
  };

  static void count(Results& results, const Matches& matches);
  void add_hits(Results& results, const Matches& matches, Page page, const Query& query, bool all_words);
  void add_hit(Results& results, const Ranked& ranked, const Query& query, bool all_words);
  void add_collapsed(Results& results, Collapse& collapse, Page page, const Matches& matches, const Query& query,
                     bool all_words);

  Database& database_;
  Ranker ranker_;
  Statement page_, fingerprint_;
};

}  // namespace storage
