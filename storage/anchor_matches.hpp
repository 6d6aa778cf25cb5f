#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "storage/candidate_finder.hpp"
#include "storage/query.hpp"
#include "storage/sqlite.hpp"
#include "storage/word_index.hpp"

namespace storage {

/// A page to which links lead whose texts have a phrase.
struct AnchorMatch {
  std::int64_t page = 0;
  std::uint16_t occurrences = 0;
};

/// Gives `connection` the function that `AnchorMatcher` calls.
void lend_anchor_function(Connection& connection);

/// Adds to candidates what the texts of links to them say: these are in an index of their own, for they are known only
/// when the crawl is over. One thread.
class AnchorMatcher {
 public:
  explicit AnchorMatcher(Connection& connection);

  /// Adds to `candidates`, which are those of `query` by `finder`, how often the texts of links have its phrases; and
  /// behind them, if all phrases are wanted and nothing else is asked for, pages that have all of them in these texts:
  /// at most `kMostUnseen`. 20 us for each phrase, and for each of these pages.
  void add_to(Candidates& candidates, const Query& query, CandidateFinder& finder);

  static constexpr std::size_t kMostUnseen = 100;

 private:
  using Pages = std::vector<AnchorMatch>;

  Pages find(const Phrase& phrase, indexer::Languages languages);
  /// Nothing if FTS5 is to be asked.
  std::optional<Pages> find_in_tables(const Query& query);
  void add_unseen(Candidates& candidates, const Query& query, const std::vector<Pages>& found, CandidateFinder& finder);

  WordIndex index_;
  Statement find_, is_page_;
};

}  // namespace storage
