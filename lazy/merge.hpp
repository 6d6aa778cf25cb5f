#pragma once

#include <concepts>
#include <cstddef>
#include <iterator>
#include <limits>
#include <list>
#include <ranges>
#include <utility>
#include <vector>

#include "lazy/cursor.hpp"
#include "lazy/generator.hpp"
#include "lazy/pipe.hpp"
#include "lazy/turn.hpp"

namespace lazy {

namespace detail {

template <typename Reference, std::ranges::view View>
generator_of<Reference> elements_as(View& source) {
  for (auto&& item : source) co_yield static_cast<Reference>(std::forward<decltype(item)>(item));
}

template <typename Reference, std::ranges::view... Views>
generator_of<Reference> chained(Views... sources) {
  (co_yield elements_of(elements_as<Reference>(sources)), ...);
}

/// What the ranges of a range yield.
template <std::ranges::view Ranges>
using item_of_t = std::ranges::range_reference_t<std::remove_cvref_t<std::ranges::range_reference_t<Ranges>>>;

template <std::ranges::view Ranges, std::invocable Idle>
generator_of<item_of_t<Ranges>> taking_turns(Ranges ranges, std::size_t most_open, Idle idle) {
  using Range = std::remove_cvref_t<std::ranges::range_reference_t<Ranges>>;
  using Item = item_of_t<Ranges>;
  Cursor<Ranges> unopened(std::move(ranges));
  bool are_more = true;
  std::list<Cursor<std::views::all_t<Range>>> open;
  const auto open_next = [&] {
    are_more = are_more && unopened.advance();
    if (are_more) open.emplace_back(all(std::move(*unopened)));
    return are_more;
  };
  do {
    bool all_were_empty = true;
    for (auto source = open.begin();;) {
      if (source == open.end()) {
        if (open.size() >= most_open || !open_next()) break;
        source = std::prev(open.end());
      }
      if (!source->advance()) {
        source = open.erase(source);
        continue;
      }
      auto&& item = **source;
      if (is_full(item)) {
        all_were_empty = false;
        co_yield std::forward<decltype(item)>(item);
      }
      ++source;
    }
    if constexpr (range_of_turns<Range>) {
      if (!all_were_empty || open.empty()) continue;
      idle();
      std::ranges::range_value_t<Range> empty;
      co_yield static_cast<Item&&>(empty);
    }
  } while (!open.empty());
}

}  // namespace detail

/// Yields the elements of the first range, then those of the second and so on, as their common reference. A range is
/// begun when all before it are done.
template <std::ranges::input_range... Ranges>
auto chain(Ranges&&... ranges) {
  return detail::chained<std::common_reference_t<std::ranges::range_reference_t<Ranges>...>>(
      all(std::forward<Ranges>(ranges))...);
}

struct DoNothing {
  void operator()() const {}
};

/// Takes one element of each range in turn, until all are done; one that ends is destroyed at once. The ranges are
/// moved out of `ranges`, at most `most_open` at a time: each is opened when its turn comes first, and later when
/// another has ended.
///
/// Over turns, a range that gives an empty one is passed over. After a round of empty turns only, it calls `idle()`
/// once, which may sleep up to `kLongestTurn` for a wake-up, and yields one empty turn. So a slow task never holds up
/// another.
template <std::ranges::input_range Ranges, std::invocable Idle = DoNothing>
auto round_robin(Ranges&& ranges, std::size_t most_open, Idle idle = {}) {
  return detail::taking_turns(all(std::forward<Ranges>(ranges)), most_open, std::move(idle));
}

/// The same for ranges that are all there, all at a time.
template <std::ranges::input_range Range, std::invocable Idle = DoNothing>
auto round_robin(std::vector<Range> ranges, Idle idle = {}) {
  return round_robin(std::move(ranges), std::numeric_limits<std::size_t>::max(), std::move(idle));
}

}  // namespace lazy
