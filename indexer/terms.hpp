#pragma once

#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>

#include "indexer/language.hpp"

namespace indexer {

/// The terms of a document's text in order, as `tokenize` makes them: made where there is time for it, kept for who
/// puts them into an index. Takes about as much memory as the text.
class Terms {
 public:
  Terms() = default;
  /// Those of `text`. Linear; any thread.
  Terms(std::string_view text, Language language);

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
    Term operator*() const { return {.text = {at_ + 1, size()}, .is_alternative = (head() & kAlternative) != 0}; }
    iterator& operator++() {
      at_ += 1 + size();
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(iterator, iterator) = default;

   private:
    unsigned char head() const { return static_cast<unsigned char>(*at_); }
    std::size_t size() const { return head() & (kAlternative - 1u); }

    const char* at_ = nullptr;
  };

  iterator begin() const { return iterator(bytes_.data()); }
  iterator end() const { return iterator(bytes_.data() + bytes_.size()); }
  bool empty() const { return bytes_.empty(); }

 private:
  static constexpr unsigned char kAlternative = 0x80;

  std::string bytes_;  ///< each term after a byte with its length, and whether it is an alternative
};

}  // namespace indexer
