#include "indexer/stems.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

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
  const Key key = key_of(word);
  Entry& entry = known->entries[hash(key) % OfLanguage::kEntries];
  if (!entry.word.is(key)) {
    const std::string& term = make(word, *known);
    if (term.size() > Entry::kMostBytes) return term;
    entry.word = key;
    std::ranges::copy(term, entry.term.begin());
    entry.term_bytes = static_cast<std::uint8_t>(term.size());
  }
  return {entry.term.data(), entry.term_bytes};
}

/// By pieces of a fixed size that overlap: the end of a loop over so few bytes would be mispredicted. No word has a
/// NUL, so that its length is told, too.
Stems::Key Stems::key_of(std::string_view word) {
  Key key{};
  auto* const bytes = reinterpret_cast<char*>(key.words.data());
  const auto copy = [&]<std::size_t kPiece>() {
    std::memcpy(bytes, word.data(), kPiece);
    std::memcpy(bytes + word.size() - kPiece, word.data() + word.size() - kPiece, kPiece);
  };
  if (word.size() >= 16) {
    copy.operator()<16>();
  } else if (word.size() >= 8) {
    copy.operator()<8>();
  } else if (word.size() >= 4) {
    copy.operator()<4>();
  } else {
    for (std::size_t i = 0; i < word.size(); ++i) bytes[i] = word[i];
  }
  return key;
}

std::size_t Stems::hash(const Key& key) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15;
  std::uint64_t hash = key.words[0] * kOdd;
  for (std::size_t i = 1; i < key.words.size(); ++i) hash = (std::rotl(hash, 23) ^ key.words[i]) * kOdd;
  return hash >> 40;
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
