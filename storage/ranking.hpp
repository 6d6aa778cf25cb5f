#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace storage {

/// Where a page may have a word: the columns of `page_index`, in their order, and then the texts of links to it.
enum class Column : std::uint8_t { kBody, kTitle, kHeadings, kDescription, kPath, kRest, kAnchors };
inline constexpr std::size_t kColumns = 7;
inline constexpr std::size_t kOwnColumns = 6;  ///< those of `page_index`

/// What a word says where it stands.
struct ColumnWeight {
  double weight = 1;  ///< of one occurrence
  double b = 0;       ///< how much less it is where the column is long, from 0 to 1
};

/// How pages are ranked: BM25F (Zaragoza et al., "Microsoft Cambridge at TREC-13", 2004), and what is added to it. One
/// setting for all, by what it makes of three collections with judgements (scripts/tune-ranking: Cranfield, CACM,
/// Medline) and of what readers look for in five manuals (scripts/known-items), together.
struct Ranking {
  double k1 = 2.5;  ///< how soon more occurrences say no more
  std::array<ColumnWeight, kColumns> columns = {{{1, 0.4}, {3, 0.5}, {1, 0.5}, {1, 0.5}, {1, 0.5}, {0.5, 0.4}, {3, 0}}};

  double stop_word = 0.1;  ///< what one is worth, of what another word that all pages have would be

  double closeness = 0.1;  ///< what two neighbouring words of the query are worth together, of the lesser one's worth

  double statement = 0.2;  ///< what the beginning of an answer is worth, of what the words are that ask what it is

  std::size_t ranked_again = 100;  ///< best pages by what is above, which what is below ranks

  // Pseudo-relevance feedback: the words of the best pages help to rank those after them. Of a short query it would
  // change the meaning.
  std::size_t feedback_words = 4;   ///< that a query has at least, and that say something
  std::size_t feedback_pages = 5;   ///< that words are taken from
  std::size_t feedback_terms = 40;  ///< that are taken
  double feedback = 0.67;           ///< what they are worth together, of what the query's words are

  // What a page is worth by itself, whatever is looked for: of what the query's words are worth, at most.
  double links = 0.1;   ///< for being linked to by many pages
  double depth = 0.05;  ///< for being near to where the crawl began
};

}  // namespace storage
