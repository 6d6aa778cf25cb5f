#pragma once

#include <cstddef>
#include <string_view>

#include "indexer/word_table.hpp"

namespace indexer {

/// The terms of words that came lately in documents of one language, packed: nearly all words of a page came before,
/// there or on another page of its site. Zero bytes know none. One thread.
class KnownWords {
 public:
  /// Calls `take` with the packed terms, a `WordTable::Made`, of the word that is the first `bytes` of `text`; not if
  /// they are not known, which it says.
  bool find(std::string_view text, std::size_t bytes, auto take) {
    if (bytes <= kShortBytes) {
      if (const auto* const known = short_words_.find({text, bytes})) return take(*known), true;
    }
    if (!may_be_long(text.substr(0, bytes))) return false;
    const auto* const known = long_words_.find({text, bytes});
    if (known != nullptr) take(*known);
    return known != nullptr;
  }

  /// Remembers the terms of a word that `find` does not find, if they are not too many.
  void remember(std::string_view word, std::string_view packed);

 private:
  static constexpr std::size_t kShortBytes = 16;
  static constexpr std::size_t kShortBytesMade = 14;
  static constexpr std::size_t kLongBytes = 32;
  static constexpr std::size_t kLongBytesMade = 94;

  static bool may_be_long(std::string_view word);

  WordTable<kShortBytes, kShortBytesMade, 16384> short_words_;  // most; a pair of them in a line of the cache
  WordTable<kLongBytes, kLongBytesMade, 4096> long_words_;      // and names with their parts
};

}  // namespace indexer
