#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/language.hpp"
#include "indexer/stemmer.hpp"

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
  /// Words of up to `kMostBytes`, and their terms. Compared and hashed by pieces of a fixed size, without a loop.
  template <std::size_t kBytes>
  struct Table {
    static constexpr std::size_t kMostBytes = kBytes - 2;
    static constexpr std::size_t kEntries = 16384;  // a power of two

    using Key = std::array<std::uint64_t, kBytes / sizeof(std::uint64_t)>;

    /// Not across lines of the processor's cache: to wait for memory is what a lookup takes longest for.
    struct alignas(2 * kBytes) Entry {
      Key word{};
      std::uint8_t word_bytes = 0;
      std::uint8_t term_bytes = 0;
      std::array<char, kMostBytes> term{};
    };

    std::vector<Entry> entries = std::vector<Entry>(kEntries);
  };

  static constexpr std::size_t kShortBytes = 16;
  static constexpr std::size_t kLongBytes = 32;

  struct OfLanguage {
    explicit OfLanguage(Language language) : stemmer(language) {}

    Stemmer stemmer;
    Table<kShortBytes> short_words;  // most; in a table of their own they are close together
    Table<kLongBytes> long_words;
  };

  template <std::size_t kBytes>
  std::string_view look_up(std::string_view word, OfLanguage& language, Table<kBytes>& table);
  const std::string& make(std::string_view word, OfLanguage& language);

  std::array<std::unique_ptr<OfLanguage>, Language::kCount> languages_;
  std::string made_;
};

}  // namespace indexer
