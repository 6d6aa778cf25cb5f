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
  /// Those of the thread that calls, which lives as long: a megabyte for each language that it has met.
  static Stems& of_this_thread();

  /// The term of a word of `language`, which has a stemmer: its stem, folded. `word` is ASCII in lower case, or has
  /// other characters in whatever case and form (UTF-8). Not empty if `word` has a letter; good until the next call.
  std::string_view term(std::string_view word, Language language);

 private:
  /// A word that is looked up, with zeros behind it: compared and hashed as a whole, without a loop.
  struct Key {
    bool is(const Key& other) const {
      return ((words[0] ^ other.words[0]) | (words[1] ^ other.words[1]) | (words[2] ^ other.words[2]) |
              (words[3] ^ other.words[3])) == 0;
    }

    std::array<std::uint64_t, 4> words{};
  };

  /// As large as a line of the processor's cache.
  struct alignas(64) Entry {
    static constexpr std::size_t kMostBytes = 31;

    Key word{};
    std::array<char, kMostBytes> term{};
    std::uint8_t term_bytes = 0;
  };

  struct OfLanguage {
    explicit OfLanguage(Language language) : stemmer(language), entries(kEntries) {}

    static constexpr std::size_t kEntries = 16384;  // a power of two

    Stemmer stemmer;
    std::vector<Entry> entries;
  };

  static Key key_of(std::string_view word);
  static std::size_t hash(const Key& key);
  const std::string& make(std::string_view word, OfLanguage& language);

  std::array<std::unique_ptr<OfLanguage>, Language::kCount> languages_;
  std::string made_;
};

}  // namespace indexer
