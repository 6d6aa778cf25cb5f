#pragma once

#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>

namespace indexer {

/// The terms of a text in order, as `tokenize` makes them: made where there is time for it, kept for who puts them into
/// an index. Takes about as much memory as the text.
class Terms {
 public:
  Terms() = default;
  /// Those of `text`. Linear; any thread.
  explicit Terms(std::string_view text);

  class iterator {
   public:
    using value_type = std::string_view;
    using difference_type = std::ptrdiff_t;

    iterator() = default;
    explicit iterator(const char* at) : at_(at) {}
    std::string_view operator*() const { return {at_ + 1, static_cast<unsigned char>(*at_)}; }
    iterator& operator++() {
      at_ += 1 + static_cast<unsigned char>(*at_);
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(iterator, iterator) = default;

   private:
    const char* at_ = nullptr;
  };

  iterator begin() const { return iterator(bytes_.data()); }
  iterator end() const { return iterator(bytes_.data() + bytes_.size()); }
  bool empty() const { return bytes_.empty(); }

 private:
  std::string bytes_;  ///< each term after a byte with its length
};

}  // namespace indexer
