#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <type_traits>

namespace indexer {

/// An array whose elements are zeros, of which only those take memory that are met: to fill it with zeros is more than
/// a search of one word else does here.
template <typename Element, std::size_t kSize>
class ZeroedArray {
 public:
  static_assert(std::is_trivially_copyable_v<Element> && std::is_trivially_default_constructible_v<Element>);

  ZeroedArray() : memory_(std::calloc(kSize + 1, sizeof(Element))) {
    if (!memory_) throw std::bad_alloc();
    void* begin = memory_.get();
    std::size_t bytes = (kSize + 1) * sizeof(Element);
    begin_ = static_cast<Element*>(std::align(alignof(Element), kSize * sizeof(Element), begin, bytes));
  }

  Element& operator[](std::size_t number) { return begin_[number]; }

 private:
  struct Free {
    void operator()(void* memory) const noexcept { std::free(memory); }
  };

  std::unique_ptr<void, Free> memory_;
  Element* begin_;
};

}  // namespace indexer
