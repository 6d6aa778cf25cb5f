#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "lazy/generator.hpp"

namespace storage {

/// The characters of a word (UTF-8), which lie in it.
using Letters = std::vector<std::string_view>;
Letters letters_of(std::string_view word);

/// How many letters have to be added, dropped, changed or swapped with the next one to make `b` of `a`, none of them
/// twice (Damerau-Levenshtein, optimal string alignment); `most` + 1 if it is more than `most`.
std::size_t edit_distance(const Letters& a, const Letters& b, std::size_t most);

/// All words at an edit distance of 1 from `word`, some of them more than once: for one of n letters in the Latin
/// alphabet 54 n + 25. Letters are added from the alphabet of its first one, which is Latin, Greek or Cyrillic: words
/// in other scripts only lose and swap letters. `word` outlives it.
lazy::generator<std::string> one_edit_away(std::string_view word);

}  // namespace storage
