#pragma once

#include <array>
#include <string_view>

#include "indexer/language.hpp"

namespace indexer {

/// Where only some terms are looked for in a text, tells most of its words that have none of them, before anything is
/// made of these: by the letters that they begin with.
class TermFilter {
 public:
  /// For texts in `language`. Lets all words pass where a stem may begin with another letter than its word.
  explicit TermFilter(Language language);

  /// From now on words pass that may have `term`, which is not empty, or one that begins so.
  void admit(std::string_view term);

  /// Whether a word of ASCII letters and digits, which is not empty, may have any of the terms, as may its parts.
  bool passes(std::string_view word) const {
    if (is_open_ || begins_[static_cast<unsigned char>(word[0])]) return true;
    for (const char c : word.substr(1)) {
      if (begins_part_[static_cast<unsigned char>(c)]) return true;
    }
    return false;
  }

 private:
  bool is_open_;
  std::array<bool, 256> begins_{};
  std::array<bool, 256> begins_part_{};  // capitals only: these begin the further parts of a name
};

}  // namespace indexer
