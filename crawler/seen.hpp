#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "crawler/page.hpp"

namespace crawler {

/// Ids of the URLs seen lately, in bounded memory: a cache before the frontier's disk form. Keyed by 128-bit hashes
/// with a random key, so that equal hashes mean equal URLs also for a site that would like them not to. One thread.
class SeenCache {
 public:
  /// Holds between `urls` / 2 and `urls` of the most recently added or found; at some 32 bytes each.
  explicit SeenCache(std::size_t urls);

  std::optional<UrlId> find(std::string_view url);
  void add(std::string_view url, UrlId id);

  /// Whether there may be URLs that were added and are no longer held.
  bool has_forgotten() const { return has_forgotten_; }

 private:
  struct Hash {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    friend bool operator==(const Hash&, const Hash&) = default;
  };
  /// A hash table with open addressing: of a map's nodes each would take as much again.
  class Generation {
   public:
    const UrlId* find(const Hash& hash) const;
    /// Unless it is there.
    void add(const Hash& hash, UrlId id);
    void clear();
    std::size_t size() const { return size_; }

   private:
    struct Entry {
      Hash hash;  ///< 0 of an empty entry, and of a URL once in 2^128
      UrlId id = 0;
    };

    /// Of the entry that has the hash, or would have it.
    std::size_t position(const Hash& hash) const;
    void grow();

    std::vector<Entry> entries_ = std::vector<Entry>(16);  ///< a power of two, four fifths of them in use at most
    std::size_t size_ = 0;
  };

  Hash hash(std::string_view url) const;
  void add(const Hash& hash, UrlId id);

  std::uint64_t key_;
  std::size_t generation_size_;
  Generation young_;  ///< when it is full, it becomes the old one, and what was the old one is forgotten
  Generation old_;
  bool has_forgotten_ = false;
};

}  // namespace crawler
