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

/// What the ranges of a range yield, be that a range of turns or not.
template <std::ranges::view Ranges>
using item_of_t = std::ranges::range_reference_t<element_t<Ranges>>;

/// The ranges that take turns.
template <std::ranges::view Ranges>
class OpenRanges {
 public:
  using Range = element_t<Ranges>;
  using List = std::list<Cursor<std::views::all_t<Range>>>;

  OpenRanges(Ranges ranges, std::size_t most_open) : unopened_(std::move(ranges)), most_open_(most_open) {}

  /// Whether there is another range, which is the last one then.
  bool open_next() {
    if (open_.size() >= most_open_ || !are_more_) return false;
    are_more_ = unopened_.advance();
    if (!are_more_ || !is_full(*unopened_)) return false;
    open_.emplace_back(all(element_of(std::move(*unopened_))));
    return true;
  }

  List& open() { return open_; }
  bool are_done() const { return open_.empty() && !are_more_; }

 private:
  Cursor<Ranges> unopened_;
  bool are_more_ = true;  ///< or may be
  List open_;
  const std::size_t most_open_;
};

template <std::ranges::view Ranges, std::invocable Idle>
generator_of<item_of_t<Ranges>> taking_turns(Ranges source, std::size_t most_open, Idle idle) {
  using Range = element_t<Ranges>;
  using Item = item_of_t<Ranges>;
  OpenRanges<Ranges> ranges(std::move(source), most_open);
  auto& open = ranges.open();
  do {
    bool all_were_empty = true;
    for (auto range = open.begin();;) {
      if (range == open.end()) {
        if (!ranges.open_next()) break;
        range = std::prev(open.end());
      }
      if (!range->advance()) {
        range = open.erase(range);
        continue;
      }
      auto&& item = **range;
      if (is_full(item)) {
        all_were_empty = false;
        co_yield std::forward<decltype(item)>(item);
      }
      ++range;
    }
    if constexpr (range_of_turns<Range>) {
      if (!all_were_empty || ranges.are_done()) continue;
      idle();
      std::ranges::range_value_t<Range> empty;
      co_yield static_cast<Item&&>(empty);
    }
  } while (!ranges.are_done());
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
/// moved out of `ranges`, at most `most_open` at a time (at least one): each is opened when its turn comes first, and
/// later when another has ended.
///
/// Over turns, a range that gives an empty one is passed over. After a round of empty turns only, it calls `idle()`
/// once, which may sleep up to `kLongestTurn` for a wake-up, and yields one empty turn. So a slow task never holds up
/// another. `ranges` may give turns, too: an empty one says that there is no further range just now.
template <std::ranges::input_range Ranges, std::invocable Idle = DoNothing>
  requires(!range_of_turns<Ranges> || range_of_turns<element_t<Ranges>>)
auto round_robin(Ranges&& ranges, std::size_t most_open, Idle idle = {}) {
  return detail::taking_turns(all(std::forward<Ranges>(ranges)), most_open, std::move(idle));
}

/// The same for ranges that are all there, all at a time.
template <std::ranges::input_range Range, std::invocable Idle = DoNothing>
auto round_robin(std::vector<Range> ranges, Idle idle = {}) {
  return round_robin(std::move(ranges), std::numeric_limits<std::size_t>::max(), std::move(idle));
}

}  // namespace lazy
