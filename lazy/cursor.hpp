#pragma once

#include <optional>
#include <ranges>
#include <utility>

namespace lazy {

/// A view and the place where it is being read, for an adaptor that cannot do with a `for` loop. The view is begun when
/// its first element is asked for. Stays where it is: iterators may point into the view.
template <std::ranges::view View>
class Cursor {
 public:
  explicit Cursor(View view) : view_(std::move(view)) {}
  Cursor(Cursor&&) = delete;

  /// Goes to the first element, then to the next one. False at the end; not to be called after it.
  bool advance() {
    if (position_) {
      ++*position_;
    } else {
      position_.emplace(std::ranges::begin(view_));
    }
    return *position_ != std::ranges::end(view_);
  }

  /// The element that `advance` found.
  decltype(auto) operator*() const {
    return **position_;  // NOLINT(bugprone-unchecked-optional-access): set by `advance`
  }

 private:
  View view_;
  std::optional<std::ranges::iterator_t<View>> position_;
};

}  // namespace lazy
