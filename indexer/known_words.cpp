#include "indexer/known_words.hpp"

#include <array>
#include <memory>

namespace indexer {

KnownWords& KnownWords::of_this_thread(Language language) {
  thread_local std::array<std::unique_ptr<KnownWords>, Language::kCount> known;
  std::unique_ptr<KnownWords>& words = known[language.number()];
  if (!words) words = std::make_unique<KnownWords>();
  return *words;
}

void KnownWords::remember(std::string_view word, std::string_view packed) {
  if (word.size() > kLongBytes) return;
  const bool is_kept = word.size() <= kShortBytes && short_words_.remember({word, word.size()}, packed);
  if (!is_kept) long_words_.remember({word, word.size()}, packed);
}

}  // namespace indexer
