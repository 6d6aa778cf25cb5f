#include "indexer/known_words.hpp"

#include "base/ascii.hpp"

namespace indexer {

void KnownWords::remember(std::string_view word, std::string_view packed) {
  const bool is_kept = word.size() <= kShortBytes && short_words_.remember({word, word.size()}, packed);
  if (!is_kept && may_be_long(word)) long_words_.remember({word, word.size()}, packed);
}

/// Whether the terms of a word may be too long for the table of short ones: of others it is not worth looking. Those of
/// names are, which have a capital that is not their first letter.
bool KnownWords::may_be_long(std::string_view word) {
  constexpr base::ByteSet kCapitals = base::ByteSet::range('A', 'Z');
  if (word.size() > kLongBytes) return false;
  return word.size() >= kShortBytesMade || kCapitals.find_in(word, 1) < word.size();
}

}  // namespace indexer
