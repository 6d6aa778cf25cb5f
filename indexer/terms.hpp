#pragma once

#include <cstddef>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/language.hpp"
#include "indexer/packed_terms.hpp"

namespace indexer {

/// The terms of a document's text in order, as `tokenize` makes them: made where there is time for it, kept for who
/// puts them into an index. Takes about as much memory as the text.
class Terms {
 public:
  Terms() = default;
  /// Those of `text`. `ends` are where pieces of it end that may be moved, each with a line: offsets in bytes, in
  /// order, the last one is its size. Linear; any thread.
  Terms(std::string_view text, Language language, std::span<const std::size_t> ends = {});

  struct Term {
    std::string_view text;
    bool is_alternative = false;  ///< stands at the position of the one before
  };

  class iterator {
   public:
    using value_type = Term;
    using difference_type = std::ptrdiff_t;

    iterator() = default;
    explicit iterator(const char* at) : at_(at) {}
    Term operator*() const { return {.text = {at_ + 1, size()}, .is_alternative = (head() & kAlternativeTerm) != 0}; }
    iterator& operator++() {
      at_ += 1 + size();
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(iterator, iterator) = default;

   private:
    unsigned char head() const { return static_cast<unsigned char>(*at_); }
    std::size_t size() const { return head() & (kAlternativeTerm - 1u); }

    const char* at_ = nullptr;
  };

  iterator begin() const { return iterator(bytes_.data()); }
  iterator end() const { return iterator(bytes_.data() + bytes_.size()); }
  bool empty() const { return bytes_.empty(); }
  /// What holds all of them, one behind the other.
  std::string_view packed() const { return bytes_; }

  /// Moves those of some pieces behind the ones of another text, as they would be had the pieces been moved there: one
  /// entry of `moves` for each piece. Terms that have not been made stay so.
  void move_pieces(const std::vector<bool>& moves, Terms& to);

 private:
  std::string bytes_;              ///< packed
  std::vector<std::size_t> ends_;  ///< where in `bytes_` those of each piece end
};

}  // namespace indexer
