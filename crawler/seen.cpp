#include "crawler/seen.hpp"

#include <xxhash.h>

#include <algorithm>
#include <random>
#include <utility>

namespace crawler {

const UrlId* SeenCache::Generation::find(const Hash& hash) const {
  const Entry& entry = entries_[position(hash)];
  return entry.hash == hash ? &entry.id : nullptr;
}

void SeenCache::Generation::add(const Hash& hash, UrlId id) {
  if (5 * (size_ + 1) > 4 * entries_.size()) grow();
  Entry& entry = entries_[position(hash)];
  if (entry.hash == hash) return;
  entry = {.hash = hash, .id = id};
  ++size_;
}

void SeenCache::Generation::clear() {
  std::ranges::fill(entries_, Entry());
  size_ = 0;
}

std::size_t SeenCache::Generation::position(const Hash& hash) const {
  const std::size_t mask = entries_.size() - 1;
  std::size_t position = hash.low & mask;
  while (entries_[position].hash != hash && entries_[position].hash != Hash()) position = (position + 1) & mask;
  return position;
}

void SeenCache::Generation::grow() {
  const std::vector<Entry> entries = std::exchange(entries_, std::vector<Entry>(2 * entries_.size()));
  for (const Entry& entry : entries) {
    if (entry.hash != Hash()) entries_[position(entry.hash)] = entry;
  }
}

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
  if (const UrlId* const found = young_.find(wanted)) return *found;
  const UrlId* const found = old_.find(wanted);
  if (found == nullptr) return std::nullopt;
  const UrlId id = *found;
  add(wanted, id);  // it is in use: keep it past the next change of generations
  return id;
}

void SeenCache::add(std::string_view url, UrlId id) {
  add(hash(url), id);
}

void SeenCache::add(const Hash& hash, UrlId id) {
  if (young_.size() >= generation_size_) {
    std::swap(young_, old_);
    has_forgotten_ = has_forgotten_ || young_.size() > 0;
    young_.clear();
  }
  young_.add(hash, id);
}

}  // namespace crawler
