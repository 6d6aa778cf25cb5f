#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "crawler/page.hpp"

namespace crawler {

/// Ids of the URLs seen lately, in bounded memory: a cache before the frontier's disk form. Keyed by 128-bit hashes
/// with a random key, so that equal hashes mean equal URLs also for a site that would like them not to. One thread.
class SeenCache {
 public:
  /// Holds between `urls` / 2 and `urls` of the most recently added or found; at some 70 bytes each.
  explicit SeenCache(std::size_t urls);

  std::optional<UrlId> find(std::string_view url);
  void add(std::string_view url, UrlId id);

 private:
  struct Hash {
    std::uint64_t low;
    std::uint64_t high;
    friend bool operator==(const Hash&, const Hash&) = default;
  };
  struct Bucket {
    std::size_t operator()(const Hash& hash) const noexcept { return hash.low; }
  };
  using Generation = std::unordered_map<Hash, UrlId, Bucket>;

  Hash hash(std::string_view url) const;
  void add(const Hash& hash, UrlId id);

  std::uint64_t key_;
  std::size_t generation_size_;
  Generation young_;  ///< when it is full, it becomes the old one, and the old one is dropped
  Generation old_;
};

}  // namespace crawler
