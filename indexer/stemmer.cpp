#include "indexer/stemmer.hpp"

#include <libstemmer.h>

#include <algorithm>
#include <array>
#include <new>

namespace indexer {
namespace {

bool is_vowel(char c) {
  return std::string_view("aeiou").contains(c);
}

/// What version 3 of the English stemmer has learnt since 2.2 (its rules in snowballstem/snowball `english.sbl`; its
/// vocabulary in snowballstem/snowball-data): a word's other spelling, of which 2.2 makes the newer stem, or the stem.
struct Exception {
  std::string_view word;
  std::string_view stem;
};

constexpr auto kEnglishExceptions = std::to_array<Exception>({
    {"evening", "evening"},
    {"evenings", "evening"},
    {"paste", "paste"},
    {"pasted", "paste"},
    {"pastes", "paste"},
    {"pasting", "paste"},
});

/// Words that begin so have their suffixes only behind that beginning, or "lateral" would be "later". 2.2 knows of
/// three such beginnings: one that ends alike takes the place.
struct Beginning {
  std::string_view newer;
  std::string_view known;
};

constexpr auto kEnglishBeginnings = std::to_array<Beginning>({
    {"emergenc", "arsenenc"},
    {"inter", "gener"},
    {"later", "gener"},
    {"organ", "arsen"},
    {"univers", "gener"},
});

/// "add", "ebb", "egg", "err", "odd" keep both consonants, whatever follows.
bool is_short_double(std::string_view word) {
  if (word.size() < 3 || !is_vowel(word[0]) || word[1] != word[2]) return false;
  const std::string_view rest = word.substr(3);
  return std::string_view("bdfgmprt").contains(word[1]) &&
         (rest.empty() || rest == "s" || rest == "ed" || rest == "ing");
}

/// "vying" is "vie".
bool is_short_ying(std::string_view word) {
  return word.size() == 5 && word.ends_with("ying") && !is_vowel(word[0]) && word[0] != 'y';
}

/// "geologist" is "geology"; a plural, too.
std::string_view without_ist(std::string_view word) {
  if (word.ends_with("logists")) return word.substr(0, word.size() - 4);
  if (word.ends_with("logist")) return word.substr(0, word.size() - 3);
  return word;
}

}  // namespace

void Stemmer::Delete::operator()(sb_stemmer* stemmer) const noexcept {
  sb_stemmer_delete(stemmer);
}

Stemmer::Stemmer(Language language)
    : stemmer_(sb_stemmer_new(language.stemmer(), "UTF_8")), is_english_(language.subtag() == "en") {
  if (!stemmer_) throw std::bad_alloc();
}

std::string Stemmer::stem(std::string_view word) {
  return is_english_ ? english(word) : apply(word);
}

std::string Stemmer::apply(std::string_view word) {
  const auto* const bytes = reinterpret_cast<const sb_symbol*>(word.data());
  const sb_symbol* const stem = sb_stemmer_stem(stemmer_.get(), bytes, static_cast<int>(word.size()));
  if (stem == nullptr) throw std::bad_alloc();
  return {reinterpret_cast<const char*>(stem), static_cast<std::size_t>(sb_stemmer_length(stemmer_.get()))};
}

std::string Stemmer::english(std::string_view word) {
  const auto exception = std::ranges::find(kEnglishExceptions, word, &Exception::word);
  if (exception != kEnglishExceptions.end()) return std::string(exception->stem);
  if (is_short_double(word)) return std::string(word.substr(0, 3));
  if (is_short_ying(word)) return word[0] + std::string("ie");
  if (const std::string_view kept = without_ist(word); kept.size() < word.size()) return apply(std::string(kept) + 'y');
  for (const auto& [newer, known] : kEnglishBeginnings) {
    if (!word.starts_with(newer)) continue;
    std::string stem = apply(std::string(known).append(word.substr(newer.size())));
    if (stem.size() >= known.size()) return stem.replace(0, known.size(), newer);
    return std::string(newer.substr(0, newer.size() - (known.size() - stem.size())));  // a suffix took some of it
  }
  return apply(word);
}

}  // namespace indexer
