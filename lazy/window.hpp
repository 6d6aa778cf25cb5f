#pragma once

#include <cassert>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "lazy/each.hpp"
#include "lazy/pipe.hpp"
#include "lazy/turn.hpp"

namespace lazy {

namespace detail {

/// The last `size` elements side by side, in a buffer of twice the size: when it is full, they move to its front, so
/// that an element moves once at the most.
template <typename Element>
class SlidingWindow {
 public:
  explicit SlidingWindow(std::size_t size) : size_(size) { elements_.reserve(2 * size); }

  std::optional<std::span<const Element>> operator()(auto&& element) {
    if (elements_.size() == 2 * size_) {
      elements_.erase(elements_.begin(), elements_.end() - static_cast<std::ptrdiff_t>(size_ - 1));
    }
    elements_.push_back(std::forward<decltype(element)>(element));
    if (elements_.size() < size_) return std::nullopt;
    return std::span(elements_).last(size_);
  }

 private:
  std::size_t size_;
  std::vector<Element> elements_;
};

}  // namespace detail

/// Yields each run of `size` neighbours as a `std::span<const Element>`: the first to the size-th element, the second
/// to the next, and so on; nothing of a shorter range. A span is good until the next one is asked for; copy what is to
/// be kept. `size` is at least 1.
inline auto windowed(std::size_t size) {
  assert(size > 0);
  return Adaptor{[size]<typename View>(View source) {
    return std::move(source) | filter_map(detail::SlidingWindow<element_t<View>>(size));
  }};
}

}  // namespace lazy
