#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

namespace indexer {

/// A word of up to `kBytes`, which is compared and hashed by pieces of a fixed size: the end of a loop over so few
/// bytes would be mispredicted.
template <std::size_t kBytes>
struct WordKey {
  using Pieces = std::array<std::uint64_t, kBytes / sizeof(std::uint64_t)>;

  Pieces pieces{};  ///< zeros behind the word
  std::size_t size = 0;

  /// Of the first `bytes` of `text`, which is at its fastest if it has `kBytes`.
  WordKey(std::string_view text, std::size_t bytes) : size(bytes) {
    assert(bytes <= kBytes && bytes <= text.size());
    if (text.size() < kBytes) {
      std::memcpy(pieces.data(), text.data(), bytes);
      return;
    }
    std::memcpy(pieces.data(), text.data(), kBytes);
    for (std::size_t i = 0; i < pieces.size(); ++i) pieces[i] &= kMasks[bytes][i];
  }

  std::size_t hash() const {
    constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15;
    std::uint64_t hash = pieces[0] * kOdd;
    for (std::size_t i = 1; i < pieces.size(); ++i) hash = (std::rotl(hash, 23) ^ pieces[i]) * kOdd;
    return hash >> 40;
  }

 private:
  /// For each size, which bits are the word's.
  static constexpr auto kMasks = [] {
    std::array<std::array<unsigned char, kBytes>, kBytes + 1> bytes{};
    for (std::size_t size = 0; size < bytes.size(); ++size) std::fill_n(bytes[size].begin(), size, 0xFF);
    return std::bit_cast<std::array<Pieces, kBytes + 1>>(bytes);
  }();
};

/// What was made of words lately: of each that is remembered, up to `kMadeBytes`. Has a fixed number of places, so that
/// a word takes that of another one. Zero bytes are one that is empty, and nothing else makes one: to fill it is more
/// than many a search takes. One thread.
template <std::size_t kWordBytes, std::size_t kMadeBytes, std::size_t kEntries>
class WordTable {
 public:
  using Key = WordKey<kWordBytes>;

  struct Made {
    std::uint8_t size;
    std::array<char, kMadeBytes> bytes;

    std::string_view view() const { return {bytes.data(), size}; }
  };

  /// What was made of a word; null if it is not remembered. Good until the next call.
  const Made* find(const Key& word) {
    Pair& pair = pairs_[word.hash() % kPairs];
    if (pair[0].is_of(word)) return &pair[0].made;
    if (!pair[1].is_of(word)) return nullptr;
    std::swap(pair[0], pair[1]);
    return &pair[0].made;
  }

  /// Remembers what was made of a word, which `find` does not find. Whether there is room for so many bytes.
  bool remember(const Key& word, std::string_view made) {
    if (made.size() > kMadeBytes) return false;
    Entry& entry = pairs_[word.hash() % kPairs][1];
    entry.pieces = word.pieces;
    entry.word_bytes = static_cast<std::uint8_t>(word.size);
    entry.made.size = static_cast<std::uint8_t>(made.size());
    std::ranges::copy(made, entry.made.bytes.begin());
    return true;
  }

 private:
  struct Entry {
    typename Key::Pieces pieces;
    std::uint8_t word_bytes;  ///< 0: none
    Made made;

    bool is_of(const Key& word) const {
      std::uint64_t different = word_bytes ^ word.size;
      for (std::size_t i = 0; i < pieces.size(); ++i) different |= pieces[i] ^ word.pieces[i];
      return different == 0;
    }
  };

  /// Words that have the same places. The first one came more than once, so that one that comes once cannot take its
  /// place. Not across lines of the processor's cache, if that can be: to wait for memory is what takes longest.
  struct alignas(std::min<std::size_t>(64, std::bit_ceil(2 * sizeof(Entry)))) Pair : std::array<Entry, 2> {};

  static constexpr std::size_t kPairs = kEntries / 2;
  static_assert(std::has_single_bit(kPairs) && kMadeBytes <= UINT8_MAX);

  std::array<Pair, kPairs> pairs_;
};

}  // namespace indexer
