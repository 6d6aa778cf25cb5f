#pragma once

#include <concepts>
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

template <std::ranges::input_range Range, std::invocable Idle>
generator_of<std::ranges::range_reference_t<Range>> taking_turns(std::vector<Range> ranges, Idle idle) {
  using Item = std::ranges::range_reference_t<Range>;
  std::list<Cursor<std::views::all_t<Range>>> sources;
  for (Range& range : ranges) sources.emplace_back(all(std::move(range)));
  while (!sources.empty()) {
    bool all_were_empty = true;
    for (auto source = sources.begin(); source != sources.end();) {
      if (!source->advance()) {
        source = sources.erase(source);
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
      if (!all_were_empty || sources.empty()) continue;
      idle();
      std::ranges::range_value_t<Range> empty;
      co_yield static_cast<Item&&>(empty);
    }
  }
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

/// Takes one element of each range in turn, until all are done; one that ends is destroyed at once.
///
/// Over turns, a range that gives an empty one is passed over. After a round of empty turns only, it calls `idle()`
/// once, which may sleep up to `kLongestTurn` for a wake-up, and yields one empty turn. So a slow task never holds up
/// another.
template <std::ranges::input_range Range, std::invocable Idle = DoNothing>
auto round_robin(std::vector<Range> ranges, Idle idle = {}) {
  return detail::taking_turns(std::move(ranges), std::move(idle));
}

}  // namespace lazy
