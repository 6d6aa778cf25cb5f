#pragma once

#include <chrono>
#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>

namespace lazy {

/// One step of a cooperative task: an element, or nothing, when none was ready: the bare `yield` of a coroutine that
/// lets others go on. A range of optionals is a range of turns; adaptors work on the elements and pass empty turns on.
template <typename T>
using Turn = std::optional<T>;

/// How long a cooperative task may wait before it gives an empty turn.
inline constexpr std::chrono::milliseconds kLongestTurn{50};

template <typename T>
inline constexpr bool is_turn = false;
template <typename T>
inline constexpr bool is_turn<std::optional<T>> = true;

template <typename Range>
concept range_of_turns = std::ranges::range<Range> && is_turn<std::ranges::range_value_t<Range>>;

/// Whether there is an element: always, but for an empty turn.
template <typename T>
constexpr bool is_full(const T& item) {
  if constexpr (is_turn<T>) {
    return item.has_value();
  } else {
    return true;
  }
}

/// The element of a full turn, as lvalue or rvalue like the turn; what is no turn, as it is.
template <typename T>
constexpr auto&& element_of(T&& item) {
  if constexpr (is_turn<std::remove_cvref_t<T>>) {
    return *std::forward<T>(item);  // NOLINT(bugprone-unchecked-optional-access): the caller has looked
  } else {
    return std::forward<T>(item);
  }
}

/// What the elements of a range are, be it a range of turns or not.
template <std::ranges::range Range>
using element_t = std::remove_cvref_t<decltype(element_of(std::declval<std::ranges::range_value_t<Range>>()))>;

}  // namespace lazy
