#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "storage/page_count.hpp"
#include "storage/query.hpp"
#include "storage/ranking.hpp"
#include "storage/sqlite.hpp"

namespace storage {

class PlaceReader;

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

  PageCount count() const { return {ids.size(), ids.empty() ? 0 : ids.back(), is_whole}; }

  std::size_t words_in(std::size_t phrase) const { return words.empty() ? 1 : words[phrase]; }

  /// Whether the last page satisfies `query`, of whose phrases it has the words.
  bool last_satisfies(const Query& query) const;
  void remove_last();
  void reserve(std::size_t pages);

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

/// Adds a page in which the words of the phrases, one after the other, stand at such places.
void add_page(std::int64_t id, std::span<PlaceReader> words, Candidates& candidates);

}  // namespace storage
