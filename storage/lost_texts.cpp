#include "storage/lost_texts.hpp"

#include <xxhash.h>

#include <algorithm>

namespace storage {
namespace {

constexpr std::size_t kMostTexts = 1'000'000;  // some 40 MB at the most, where as many pages change in one run

/// Of the words without a digit or a slash.
std::uint64_t gist(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  std::uint64_t hash = 0;
  for (std::size_t end = 0, begin = 0; (begin = text.find_first_not_of(kSpace, end)) != text.npos;) {
    end = std::min(text.find_first_of(kSpace, begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    if (word.find_first_of("0123456789/") == word.npos) hash = XXH3_64bits_withSeed(word.data(), word.size(), hash);
  }
  return hash;
}

}  // namespace

bool LostTexts::contain(std::string_view old, std::string_view now) {
  if (old == now) return false;
  if (now.empty()) return true;
  const std::uint64_t shown = gist(now);
  if (new_.size() == kMostTexts || shown == gist(old)) return false;
  return !new_.insert(shown).second;
}

}  // namespace storage
