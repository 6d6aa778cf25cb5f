#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/page_filter.hpp"
#include "storage/query.hpp"
#include "storage/ranking.hpp"
#include "storage/sqlite.hpp"

namespace storage {

/// Pages that are looked at to find the best ones. FTS5 yields matches in the order of the crawl and knows of no best
/// ones: where more pages than this have a word, it says little of any of them.
inline constexpr std::size_t kMostCandidates = 20'000;

/// How many pages there are of some kind, counted from the beginning of the crawl.
struct PageCount {
  /// How many there are if the whole crawl, up to the page `last_of_crawl`, is as its beginning is up to `last`.
  double in_whole_crawl(std::int64_t last_of_crawl) const {
    const auto counted = static_cast<double>(pages);
    if (is_whole || pages == 0) return counted;
    return counted * static_cast<double>(last_of_crawl) / static_cast<double>(last);
  }

  std::size_t pages = 0;
  std::int64_t last = 0;  ///< in `pages`
  bool is_whole = true;   ///< there are no more behind the last one
};

/// How often a page has a phrase, in each column.
using Occurrences = std::array<std::uint16_t, kColumns>;
/// Of a page, how many words each column has.
using Lengths = std::array<std::uint32_t, kColumns>;

/// Pages that match an FTS5 expression, in the order of the crawl, with what their ranks are made from.
struct Candidates {
  std::span<const Occurrences> occurrences_of(std::size_t page) const {
    return std::span(occurrences).subspan(page * phrases, phrases);
  }

  /// How close neighbouring phrases stand to each other in a page, of the first `close_phrases`: for each time that
  /// they are at most `kFarthest` words apart, one divided by the distance. In the end, where the query asks what
  /// something is, 1 if the last of them has the verb right behind it somewhere.
  std::span<const float> closeness_of(std::size_t page) const {
    return std::span(closeness).subspan(page * pairs(), pairs());
  }
  std::size_t pairs() const { return paired_phrases() < 2 ? 0 : paired_phrases() - 1; }
  /// With the verb.
  std::size_t paired_phrases() const { return close_phrases + (asks_what ? 1 : 0); }

  static constexpr std::uint32_t kFarthest = 5;

  PageCount count() const { return {ids.size(), ids.empty() ? 0 : ids.back(), is_whole}; }

  std::size_t phrases;                     ///< the first ones of the expression, which are what pages are ranked by
  std::size_t close_phrases = 0;           ///< the first ones of these
  bool asks_what = false;                  ///< as `Query::asks_what`; the next phrase is the verb
  std::vector<std::size_t> words{};        ///< that FTS5 has in the place of each phrase; empty: one for each
  std::vector<PageCount> pages_with{};     ///< each of the first phrases; if there are any here, they are counted
  std::vector<std::int64_t> ids{};         ///< in `pages`, ascending
  std::vector<Occurrences> occurrences{};  ///< page by page
  std::vector<float> closeness{};          ///< page by page
  std::vector<Lengths> least_words{};      ///< of each page, what was seen of it
  bool is_whole = true;                    ///< no other page matches
  double pages_of_index = 0;
  std::array<double, kColumns> words_of_index{};  ///< of all pages
};

/// For functions that FTS5 calls for a row of `page_index`: what `candidates` tell of the whole index, and how many
/// pages have each of the phrases that are to be counted, but for those of several words. Returns a code of SQLite;
/// needed once.
int measure_index(const Fts5ExtensionApi& api, Fts5Context* row, Candidates& candidates);

/// Adds what is known of the row.
void add_page(const Fts5ExtensionApi& api, Fts5Context* row, Candidates& candidates);

/// Gives `connection` the function that `CandidateFinder` calls.
void lend_candidate_function(Connection& connection);

/// Finds candidates. One thread.
class CandidateFinder {
 public:
  explicit CandidateFinder(Connection& connection);

  /// Pages that are not wanted whatever else they have.
  struct Known {
    std::span<const std::int64_t> ids{};  ///< ascending
    std::string expression{};             ///< and those that match it, if it is one
  };

  /// Adds the pages that match `query` to `candidates`, which are empty: those of the beginning of the crawl, if these
  /// are more than `kMostCandidates`. 0.1 to 0.2 us for each page and phrase, and as much for a page that has the words
  /// of a phrase without it. What was found stays when it is interrupted.
  ///
  /// With a filter only pages that pass it are candidates; others take 2 us each.
  void find(const Query& query, const Known& known, Candidates& candidates);

  /// The same for pages that pass `filter` and do not match `excluded`, which may be empty, whatever their words.
  void find_all(const PageFilter& filter, std::string_view excluded, Candidates& candidates);

  /// The same of that page only. 20 us and more.
  void find_one(const Query& query, std::int64_t page, Candidates& candidates);

 private:
  Connection& connection_;
  Statement collect_, collect_one_;
};

}  // namespace storage
