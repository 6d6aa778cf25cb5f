#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "storage/place_reader.hpp"
#include "storage/query.hpp"
#include "storage/word_index.hpp"
#include "storage/word_rows.hpp"

namespace storage {

/// The rows of an index that may match a query, ascending, and where its words stand in them. Throws `UnknownFormat`.
/// One thread.
class QueryRows {
 public:
  /// Whether there are any of such a query: it asks for words and phrases, and for nothing else.
  static bool are_of(const Query& query);

  /// `index` has been looked at, and has no other rows in use.
  QueryRows(WordIndex& index, const Query& query);

  /// The first row from `least` on that has the words of each phrase that is wanted, or of any if one is enough;
  /// `WordRows::kNone` if there is none. `least` is more than what it returned before.
  std::int64_t find(std::int64_t least);

  /// Where the words stand in the row that was found, those of each phrase, one after the other, and of each optional
  /// one. Good until `find`.
  std::span<PlaceReader> places();

  /// Into `counts`: how many rows have each of the first phrases, but for those of several words.
  void count(std::vector<PageCount>& counts, PageCount (WordRows::*count_of)());

 private:
  using Words = std::vector<std::size_t>;

  void add(WordIndex& index, const Phrase& phrase);
  std::int64_t find_all(std::int64_t least);
  std::int64_t find_any(std::int64_t least);
  bool has_phrase() const;

  bool are_all_wanted_;
  std::size_t wanted_ = 0;   // words, of which are
  std::vector<Word> words_;  // each once
  std::vector<WordRows> rows_;
  std::vector<Words> phrases_;
  std::vector<PlaceReader> places_;
  std::int64_t row_ = 0;
};

}  // namespace storage
