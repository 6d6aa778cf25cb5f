#include "indexer/stems.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/ascii.hpp"
#include "indexer/characters.hpp"

namespace indexer {
namespace {

template <typename Number>
std::uint64_t load(std::string_view text, std::size_t at) {
  Number number = 0;
  std::memcpy(&number, text.data() + at, sizeof number);
  return number;
}

/// What tells a word of 1 to 16 bytes from others of its length: pieces that overlap, for the end of a loop over so few
/// bytes would be mispredicted.
std::array<std::uint64_t, 2> short_key(std::string_view word) {
  const std::size_t size = word.size();
  if (size >= 8) return {load<std::uint64_t>(word, 0), load<std::uint64_t>(word, size - 8)};
  if (size >= 4) return {load<std::uint32_t>(word, 0), load<std::uint32_t>(word, size - 4)};
  return {load<std::uint8_t>(word, 0) | load<std::uint8_t>(word, size / 2) << 8, load<std::uint8_t>(word, size - 1)};
}

/// The same for words of 8 to 32 bytes.
std::array<std::uint64_t, 4> long_key(std::string_view word) {
  const std::size_t size = word.size();
  return {load<std::uint64_t>(word, 0), load<std::uint64_t>(word, std::min<std::size_t>(8, size - 8)),
          load<std::uint64_t>(word, std::max<std::size_t>(16, size) - 16), load<std::uint64_t>(word, size - 8)};
}

template <std::size_t kCount>
std::size_t hash(const std::array<std::uint64_t, kCount>& key) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15;
  std::uint64_t hash = key[0] * kOdd;
  for (std::size_t i = 1; i < kCount; ++i) hash = (std::rotl(hash, 23) ^ key[i]) * kOdd;
  return hash >> 40;
}

}  // namespace

Stems& Stems::of_this_thread() {
  thread_local Stems stems;
  return stems;
}

std::string_view Stems::term(std::string_view word, Language language) {
  std::unique_ptr<OfLanguage>& known = languages_[language.number()];
  if (!known) known = std::make_unique<OfLanguage>(language);
  if (!word.empty() && word.size() <= known->short_words.kMostBytes) return look_up(word, *known, known->short_words);
  if (!word.empty() && word.size() <= known->long_words.kMostBytes) return look_up(word, *known, known->long_words);
  return make(word, *known);
}

template <std::size_t kBytes>
std::string_view Stems::look_up(std::string_view word, OfLanguage& language, Table<kBytes>& table) {
  typename Table<kBytes>::Key key;
  if constexpr (kBytes == kShortBytes) {
    key = short_key(word);
  } else {
    key = long_key(word);
  }
  auto& entry = table.entries[hash(key) % table.kEntries];
  if (entry.word_bytes != word.size() || entry.word != key) {
    const std::string& term = make(word, language);
    if (term.size() > table.kMostBytes) return term;
    entry.word = key;
    entry.word_bytes = static_cast<std::uint8_t>(word.size());
    std::ranges::copy(term, entry.term.begin());
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
