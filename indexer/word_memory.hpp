#pragma once

#include <cstddef>

#include "indexer/known_words.hpp"
#include "indexer/language.hpp"
#include "indexer/word_table.hpp"

namespace indexer {

/// What a thread remembers of the words of one language, which come again and again. One thread.
struct WordMemory {
  static constexpr std::size_t kShortBytes = 16;
  static constexpr std::size_t kLongBytes = 32;

  KnownWords terms;                                           ///< of words of documents
  WordTable<kShortBytes, kShortBytes - 2, 8192> short_stems;  ///< most; close together in a table of their own
  WordTable<kLongBytes, kLongBytes - 2, 2048> long_stems;

  /// That of the thread that calls, which lives as long: 1.4 MiB of zeros, of which takes memory what is met. For the
  /// first language that a thread meets it is a huge page, if the system gives it one: what is scattered over as many
  /// small ones has to be found anew for each word (a fortieth of a crawl's CPU time).
  static WordMemory& of_this_thread(Language language);
};

}  // namespace indexer
