#include "crawler/seen.hpp"

#include <xxhash.h>

#include <random>
#include <utility>

namespace crawler {

SeenCache::SeenCache(std::size_t urls)
    : key_([] {
        std::random_device device;
        return (std::uint64_t{device()} << 32) | device();
      }()),
      generation_size_(urls / 2) {}

SeenCache::Hash SeenCache::hash(std::string_view url) const {
  const XXH128_hash_t hash = XXH3_128bits_withSeed(url.data(), url.size(), key_);
  return {.low = hash.low64, .high = hash.high64};
}

std::optional<UrlId> SeenCache::find(std::string_view url) {
  const Hash wanted = hash(url);
  if (const auto found = young_.find(wanted); found != young_.end()) return found->second;
  const auto found = old_.find(wanted);
  if (found == old_.end()) return std::nullopt;
  const UrlId id = found->second;
  add(wanted, id);  // it is in use: keep it past the next change of generations
  return id;
}

void SeenCache::add(std::string_view url, UrlId id) {
  add(hash(url), id);
}

void SeenCache::add(const Hash& hash, UrlId id) {
  if (young_.size() >= generation_size_) old_ = std::exchange(young_, Generation());
  young_.emplace(hash, id);
}

}  // namespace crawler
