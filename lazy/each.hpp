#pragma once

/// Adaptors that take one element after another. Over turns their functions see the elements, and an empty turn is
/// passed on untouched. Functions are called through `std::invoke` (a pointer to a member will do), once for each
/// element, when it is asked for; what they throw leaves through the pipeline.

#include <cstddef>
#include <functional>
#include <iterator>
#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>

#include "lazy/generator.hpp"
#include "lazy/pipe.hpp"
#include "lazy/turn.hpp"

namespace lazy {

namespace detail {

template <std::ranges::view View, typename Function>
auto mapped(View source, Function function)
    -> generator_of<std::invoke_result_t<Function&, std::ranges::range_reference_t<View>>> {
  for (auto&& item : source) co_yield std::invoke(function, std::forward<decltype(item)>(item));
}

template <std::ranges::view View, typename Predicate>
auto filtered(View source, Predicate predicate) -> generator_of<std::ranges::range_reference_t<View>> {
  for (auto&& item : source) {
    if (std::invoke(predicate, std::as_const(item))) co_yield std::forward<decltype(item)>(item);
  }
}

template <std::ranges::view View, typename Function>
auto filter_mapped(View source, Function function)
    -> generator<typename std::invoke_result_t<Function&, std::ranges::range_reference_t<View>>::value_type> {
  for (auto&& item : source) {
    auto result = std::invoke(function, std::forward<decltype(item)>(item));
    if (result) co_yield *std::move(result);
  }
}

template <std::ranges::view View>
auto taken(View source, std::size_t count) -> generator_of<std::ranges::range_reference_t<View>> {
  if (count == 0) co_return;
  for (auto&& item : source) {
    if (is_full(item)) --count;
    co_yield std::forward<decltype(item)>(item);
    if (count == 0) co_return;
  }
}

}  // namespace detail

/// Yields `function(element)`. A reference that it returns is yielded as one; over turns it is copied.
template <typename Function>
auto map(Function function) {
  auto map_item = [function = std::move(function)]<typename Item>(Item&& item) mutable -> decltype(auto) {
    if constexpr (is_turn<std::remove_cvref_t<Item>>) {
      using Result = decltype(std::invoke(function, *std::forward<Item>(item)));
      Turn<std::remove_cvref_t<Result>> turn;
      if (item) turn.emplace(std::invoke(function, *std::forward<Item>(item)));
      return turn;
    } else {
      return std::invoke(function, std::forward<Item>(item));
    }
  };
  return Adaptor{[map_item = std::move(map_item)](auto source) mutable {
    return detail::mapped(std::move(source), std::move(map_item));
  }};
}

/// Yields the elements for which `predicate(const element&)` holds.
template <typename Predicate>
auto filter(Predicate predicate) {
  auto is_wanted = [predicate = std::move(predicate)](const auto& item) mutable -> bool {
    return !is_full(item) || std::invoke(predicate, element_of(item));
  };
  return Adaptor{[is_wanted = std::move(is_wanted)](auto source) mutable {
    return detail::filtered(std::move(source), std::move(is_wanted));
  }};
}

/// Yields what `function(element)` returns, an optional, where there is something in it.
template <typename Function>
auto filter_map(Function function) {
  auto map_item = [function = std::move(function)]<typename Item>(Item&& item) mutable {
    if constexpr (is_turn<std::remove_cvref_t<Item>>) {
      using Result = decltype(std::invoke(function, *std::forward<Item>(item)));
      if (!item) return std::optional<Result>(std::in_place);
      Result result = std::invoke(function, *std::forward<Item>(item));
      return result ? std::optional<Result>(std::in_place, std::move(result)) : std::nullopt;
    } else {
      return std::invoke(function, std::forward<Item>(item));
    }
  };
  return Adaptor{[map_item = std::move(map_item)](auto source) mutable {
    return detail::filter_mapped(std::move(source), std::move(map_item));
  }};
}

/// Shows each element to `look(const element&)` on its way.
template <typename Look>
auto tap(Look look) {
  return filter([look = std::move(look)](const auto& element) mutable {
    std::invoke(look, element);
    return true;
  });
}

/// Shows each turn, empty ones too, to `look(const turn&)` on its way: what has to happen though nothing comes.
template <typename Look>
auto tap_turns(Look look) {
  return Adaptor{[look = std::move(look)]<range_of_turns View>(View source) mutable {
    return detail::filtered(std::move(source), [look = std::move(look)](const auto& turn) mutable {
      std::invoke(look, turn);
      return true;
    });
  }};
}

/// Yields the first `count` elements and pulls no more than these (`std::views::take` pulls one more). Over turns,
/// empty ones do not count.
inline auto take(std::size_t count) {
  return Adaptor{[count](auto source) { return detail::taken(std::move(source), count); }};
}

/// Yields `std::pair(from, first element)`, `std::pair(from + 1, second element)` and so on.
inline auto enumerate(std::size_t from = 0) {
  return map([index = from]<typename Element>(Element&& element) mutable {
    return std::pair<std::size_t, Element>(index++, std::forward<Element>(element));
  });
}

/// The running fold: after each element, yields `state = fold(std::move(state), element)`, by reference to the one
/// state; over turns, a copy. The initial state itself is not yielded.
template <typename State, typename Fold = std::plus<>>
auto accumulate(State initial, Fold fold = {}) {
  return map([state = std::move(initial), fold = std::move(fold)]<typename E>(E&& element) mutable -> const State& {
    state = std::invoke(fold, std::move(state), std::forward<E>(element));
    return state;
  });
}

/// Yields `from`, `from + 1` and so on, without an end.
template <std::weakly_incrementable Number = std::size_t>
generator<Number> count(Number from = {}) {
  for (;; ++from) co_yield from;
}

}  // namespace lazy
