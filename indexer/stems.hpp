#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "indexer/language.hpp"
#include "indexer/stemmer.hpp"
#include "indexer/word_memory.hpp"

namespace indexer {

/// Stems of words, as terms of the index, and lately made ones remembered: to look one up takes a thirtieth of the time
/// that it takes to make one. One thread.
class Stems {
 public:
  /// Those of the thread that calls, which live as long.
  static Stems& of_this_thread();

  /// The term of a word of `language`, which has a stemmer: its stem, folded. `word` is ASCII in lower case, or has
  /// other characters in whatever case and form (UTF-8). Not empty if `word` has a letter; good until the next call.
  std::string_view term(std::string_view word, Language language);

 private:
  struct OfLanguage {
    explicit OfLanguage(Language language) : stemmer(language), memory(WordMemory::of_this_thread(language)) {}

    Stemmer stemmer;
    WordMemory& memory;
  };

  std::string_view look_up(std::string_view word, Stemmer& stemmer, auto& table);
  const std::string& make(std::string_view word, Stemmer& stemmer);

  std::array<std::unique_ptr<OfLanguage>, Language::kCount> languages_;
  std::string made_;
};

}  // namespace indexer
