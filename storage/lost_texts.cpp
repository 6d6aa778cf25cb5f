#include "storage/lost_texts.hpp"

#include <xxhash.h>

namespace storage {
namespace {

constexpr std::size_t kMostTexts = 1'000'000;  // some 40 MB at the most, where as many pages change in one run

}  // namespace

bool LostTexts::contain(std::string_view old, std::string_view now) {
  if (now.empty()) return !old.empty();
  if (new_.size() == kMostTexts) return false;
  return !new_.insert(XXH3_64bits(now.data(), now.size())).second;
}

}  // namespace storage
