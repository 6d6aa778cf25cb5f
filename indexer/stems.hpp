#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "indexer/language.hpp"
#include "indexer/stemmer.hpp"
#include "indexer/word_table.hpp"

namespace indexer {

/// Stems of words, as terms of the index, and lately made ones remembered: words come again and again, and to look one
/// up takes a thirtieth of the time that it takes to make one. One thread.
class Stems {
 public:
  /// Those of the thread that calls, which lives as long: 1.5 MiB for each language that it has met.
  static Stems& of_this_thread();

  /// The term of a word of `language`, which has a stemmer: its stem, folded. `word` is ASCII in lower case, or has
  /// other characters in whatever case and form (UTF-8). Not empty if `word` has a letter; good until the next call.
  std::string_view term(std::string_view word, Language language);

 private:
  static constexpr std::size_t kShortBytes = 16;
  static constexpr std::size_t kLongBytes = 32;
  static constexpr std::size_t kEntries = 16384;

  struct OfLanguage {
    explicit OfLanguage(Language language) : stemmer(language) {}

    Stemmer stemmer;
    WordTable<kShortBytes, kShortBytes - 2, kEntries> short_words;  // most; close together in a table of their own
    WordTable<kLongBytes, kLongBytes - 2, kEntries> long_words;
  };

  std::string_view look_up(std::string_view word, OfLanguage& language, auto& table);
  const std::string& make(std::string_view word, OfLanguage& language);

  std::array<std::unique_ptr<OfLanguage>, Language::kCount> languages_;
  std::string made_;
};

}  // namespace indexer
