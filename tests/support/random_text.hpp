#pragma once

#include <random>
#include <string>
#include <vector>

#include "indexer/characters.hpp"

namespace support {

/// The characters of `text`, each by itself.
inline std::vector<std::string> characters_of(std::string_view text) {
  std::vector<std::string> characters;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = indexer::decode(text, at).end;
    characters.emplace_back(text.substr(at, end - at));
    at = end;
  }
  return characters;
}

/// Between none and `most` elements of `alphabet`, put together as `random` has it.
inline std::string random_text(std::mt19937& random, const std::vector<std::string>& alphabet, std::size_t most) {
  std::string text;
  for (std::size_t left = random() % (most + 1); left > 0; --left) text += alphabet[random() % alphabet.size()];
  return text;
}

}  // namespace support
