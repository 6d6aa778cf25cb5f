#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lazy/generator.hpp"
#include "storage/database.hpp"
#include "storage/deadline.hpp"
#include "storage/facets.hpp"
#include "storage/hit_list.hpp"
#include "storage/hit_section.hpp"
#include "storage/ranker.hpp"
#include "storage/result_cursor.hpp"
#include "storage/snippet.hpp"
#include "storage/suggester.hpp"

namespace storage {

struct Hit {
  /// What is said of a hit that was folded into this one.
  struct Other {
    std::string url;
    std::string title;
  };

  std::int64_t id = 0;  ///< of the page, in `pages`
  std::string url;
  std::string title;
  Snippet snippet;        ///< of the page's body; of the rest, if only that has what was asked for
  HitSection section{};   ///< where the snippet stands, if it is of the body
  double score = 0;       ///< BM25, more is better; to be compared only among hits of one answer with equal `all_words`
  bool all_words = true;  ///< the page has each of the words, not only some
  std::vector<ScorePart> parts{};      ///< that the score is the sum of, if it was to be explained
  std::vector<std::string> phrases{};  ///< that these tell by number
  std::size_t folded = 0;              ///< hits looked at that were folded into this one (`SearchOptions::group_by`)
  std::vector<Other> others{};         ///< the first of these
};

struct Results {
  std::vector<Hit> hits{};                  ///< best first; pages with all of the words before the rest
  std::int64_t total = 0;                   ///< how many hits there would be without a limit
  bool only_some_words = false;             ///< no page has all of the words
  bool total_is_estimate = false;           ///< not all hits were looked at for near-duplicates
  bool total_is_least = false;              ///< there are more hits than those that were found
  bool is_out_of_time = false;              ///< and that is because the deadline was over
  std::optional<ResultCursor> next{};       ///< where the list goes on, if it does
  std::vector<Facet> facets{};              ///< of all hits that were found, if they were asked for
  std::vector<std::string> notices{};       ///< sentences on how the query was understood (`Query`)
  std::optional<std::string> suggestion{};  ///< what may have been meant, and finds clearly more (`Suggester`)
};

/// How long a person waits who knows that the index is large and the disk slow.
inline constexpr std::chrono::seconds kPatience{5};

struct SearchOptions {
  std::size_t limit = 10;                ///< hits to show
  std::size_t offset = 0;                ///< hits to pass over
  std::optional<ResultCursor> after{};   ///< or where to go on
  GroupBy group_by = GroupBy::kNothing;  ///< of which kind each only the best is a hit; others are folded into it
  bool suggestion = false;               ///< whether one is wanted where next to nothing is found: 60 ms at most
  bool explanation = false;              ///< whether scores are to be explained
  bool facets = false;                   ///< whether they are wanted
  Deadline deadline = Deadline(kPatience);
};

/// Answers queries. One thread; beside a writer it sees what was last committed.
class Searcher {
 public:
  explicit Searcher(Connection& connection, const Ranking& ranking = {});
  explicit Searcher(Database& database, const Ranking& ranking = {}) : Searcher(database.connection(), ranking) {}

  /// Pages that have all of the words come first; where these are fewer than the limit, pages that have some of them
  /// follow. `typed` is what a person typed, in whatever disorder; where it asks for nothing there are no hits.
  ///
  /// Hits are the best of `kMostCandidates` at most, the first of the crawl, once with all and once with some of the
  /// words. Takes milliseconds, of which the snippets are some. Once the deadline is over no more matches are looked
  /// for; what was found until then is ranked and shown, which takes time for each hit, but not for what the index
  /// holds.
  ///
  /// Where hits are folded, those are looked at that come before the last one that is shown, and
  /// `HitList::kMostLookedAt` at most: some microseconds each. The total of near-duplicates is then what it would be if
  /// the others were folded as these are; of other groups it is that of pages. Facets take 3 us for each hit found.
  Results search(std::string_view typed, const SearchOptions& options = {});

  /// All hits, each made when it is asked for: the first ones are those of `search` with such a limit. Without a
  /// deadline: an interrupt of the connection comes out as `Interrupted`. Who asks sees to it that the database stays
  /// as it is meanwhile (`Snapshot`), and that this outlives it.
  lazy::generator<Hit> hits(std::string typed);

 private:
  /// What was asked for, and what was found for it.
  struct Answer {
    const Query& query;
    const Matches& matches;
  };

  lazy::generator<Hit> hits_of(const Matches& matches, const Query& query, bool all_words);
  std::optional<std::string> suggest(std::string_view typed, const Query& query, const Matches& all);
  void take(const Matches& matches, bool all_words, HitList& list, Results& results);
  void show(const HitList& list, const SearchOptions& options, const Answer& all, const Answer& some, Results& results);
  void explain(Hit& hit, const Ranked& ranked, const Matches& matches, const Query& query);
  Snippet make_snippet(std::int64_t page, std::string_view body, const Query& query, indexer::Language language);
  void add_hit(Results& results, const Listed& listed, const Query& query);

  Connection& connection_;
  Ranker ranker_;
  Statement page_, rest_, other_;
  std::optional<Suggester> suggester_;  ///< since there was need for one
};

}  // namespace storage
