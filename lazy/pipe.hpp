#pragma once

#include <ranges>
#include <type_traits>
#include <utility>

#include "lazy/generator.hpp"

namespace lazy {

/// An adaptor with all its arguments but the range: `range | adaptor` makes the generator, `adaptor | adaptor` a longer
/// adaptor. Copied where it is used as an lvalue, so that one may be applied to many ranges; moved otherwise.
template <typename Apply>
struct Adaptor {
  Apply apply;  ///< given the source as a view, returns a generator
};

/// The range as a view that a generator keeps in its frame. As `std::views::all`: an lvalue container is referred to
/// and must outlive the generator, an rvalue is moved in, a view is copied; the lvalue of a move-only view is referred
/// to.
template <std::ranges::input_range Range>
auto all(Range&& range) {
  if constexpr (std::ranges::viewable_range<Range>) {
    return std::views::all(std::forward<Range>(range));
  } else {
    return std::ranges::ref_view(range);
  }
}

template <std::ranges::input_range Range, typename Apply>
auto operator|(Range&& range, Adaptor<Apply> adaptor) {
  return std::move(adaptor.apply)(all(std::forward<Range>(range)));
}

template <typename First, typename Second>
auto operator|(Adaptor<First> first, Adaptor<Second> second) {
  return Adaptor{[first = std::move(first), second = std::move(second)](auto source) mutable {
    return std::move(source) | std::move(first) | std::move(second);
  }};
}

/// A generator that hands on what it gets: lvalues as references to the same objects, all else as `T&&`.
template <typename Reference>
using generator_of =
    generator<std::conditional_t<std::is_lvalue_reference_v<Reference>, Reference, std::remove_reference_t<Reference>>>;

}  // namespace lazy
