#include "indexer/stems.hpp"

#include <xxhash.h>

#include <algorithm>

#include "base/ascii.hpp"
#include "indexer/characters.hpp"

namespace indexer {

Stems& Stems::of_this_thread() {
  thread_local Stems stems;
  return stems;
}

std::string_view Stems::term(std::string_view word, Language language) {
  std::unique_ptr<OfLanguage>& known = languages_[language.number()];
  if (!known) known = std::make_unique<OfLanguage>(language);
  if (word.size() > Entry::kMostBytes) return make(word, *known);
  Entry& entry = known->entries[XXH3_64bits(word.data(), word.size()) % OfLanguage::kEntries];
  if (std::string_view(entry.word.data(), entry.word_bytes) != word) {
    const std::string& term = make(word, *known);
    if (term.size() > Entry::kMostBytes) return term;
    std::ranges::copy(word, entry.word.begin());
    std::ranges::copy(term, entry.term.begin());
    entry.word_bytes = static_cast<std::uint8_t>(word.size());
    entry.term_bytes = static_cast<std::uint8_t>(term.size());
  }
  return {entry.term.data(), entry.term_bytes};
}

const std::string& Stems::make(std::string_view word, OfLanguage& language) {
  if (std::ranges::all_of(word, base::is_ascii)) return made_ = language.stemmer.stem(word);
  const std::string stem = language.stemmer.stem(fold_case(word));
  made_.clear();
  for (Decoded next; next.end < stem.size();) {
    next = decode(stem, next.end);
    made_ += character(next.code_point).folded();
  }
  return made_;
}

}  // namespace indexer
