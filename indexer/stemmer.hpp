#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "indexer/language.hpp"

struct sb_stemmer;

namespace indexer {

/// Makes stems: what the forms of a word have in common ("connect" of "connected" and "connections"), by the rules of
/// Snowball (snowballstem.org) for its language. One thread.
class Stemmer {
 public:
  /// `language` has a stemmer.
  explicit Stemmer(Language language);

  /// The stem of `word`, which is in lower case, composed, with its diacritics (UTF-8). Some 0.4 us.
  std::string stem(std::string_view word);

 private:
  struct Delete {
    void operator()(sb_stemmer* stemmer) const noexcept;
  };

  std::string apply(std::string_view word);
  std::string english(std::string_view word);

  std::unique_ptr<sb_stemmer, Delete> stemmer_;
  bool is_english_;
};

}  // namespace indexer
