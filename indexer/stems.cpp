#include "indexer/stems.hpp"

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
  auto& [stemmer, memory] = *known;
  if (word.size() <= WordMemory::kShortBytes) return look_up(word, stemmer, memory.short_stems);
  if (word.size() <= WordMemory::kLongBytes) return look_up(word, stemmer, memory.long_stems);
  return make(word, stemmer);
}

std::string_view Stems::look_up(std::string_view word, Stemmer& stemmer, auto& table) {
  const typename std::remove_cvref_t<decltype(table)>::Key key(word, word.size());
  if (const auto* const known = table.find(key)) return known->view();
  const std::string& made = make(word, stemmer);
  table.remember(key, made);
  return made;
}

const std::string& Stems::make(std::string_view word, Stemmer& stemmer) {
  if (std::ranges::all_of(word, base::is_ascii)) return made_ = stemmer.stem(word);
  const std::string stem = stemmer.stem(fold_case(word));
  made_.clear();
  for (Decoded next; next.end < stem.size();) {
    next = decode(stem, next.end);
    made_ += character(next.code_point).folded();
  }
  return made_;
}

}  // namespace indexer
