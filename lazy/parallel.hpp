#pragma once

#include <algorithm>
#include <cassert>
#include <chrono>
#include <cstddef>
#include <exception>
#include <ranges>
#include <thread>
#include <utility>

#include "lazy/crew.hpp"
#include "lazy/cursor.hpp"
#include "lazy/generator.hpp"
#include "lazy/pipe.hpp"
#include "lazy/turn.hpp"

namespace lazy {

struct ParallelLimits {
  std::size_t workers = std::max(1U, std::thread::hardware_concurrency());  ///< threads; at least 1
  std::size_t window = 4 * workers;  ///< elements pulled and not yet yielded; at least 1
};

namespace detail {

/// Pulls a source ahead of what is yielded, and keeps what it throws until all before that has been yielded.
template <std::ranges::view View>
class Feed {
 public:
  explicit Feed(View source) : source_(std::move(source)) {}

  bool is_open() const { return is_open_; }

  /// Pulls once and gives what comes to `crew`. False if nothing did: the end, or an empty turn.
  bool pull(auto& crew) {
    try {
      is_open_ = source_.advance();
      if (!is_open_) return false;
      auto&& item = *source_;
      if (!is_full(item)) return false;
      crew.start(element_of(std::forward<decltype(item)>(item)));
      return true;
    } catch (...) {
      is_open_ = false;
      failure_ = std::current_exception();
      return false;
    }
  }

  void rethrow_failure() {
    if (failure_) std::rethrow_exception(std::move(failure_));
  }

 private:
  Cursor<View> source_;
  bool is_open_ = true;
  std::exception_ptr failure_;
};

template <typename Crew, std::ranges::view View, typename Function>
generator<typename Crew::Result> parallel_mapped(View source, Function function, ParallelLimits limits) {
  Feed feed(std::move(source));
  Crew crew(std::move(function), std::min(limits.workers, limits.window));
  while (true) {
    while (feed.is_open() && crew.size() < limits.window) {
      feed.pull(crew);
      if (crew.is_oldest_done()) break;
    }
    if (crew.size() == 0) break;
    crew.wait_for_oldest();
    co_yield crew.take_oldest();
  }
  feed.rethrow_failure();
}

template <typename Crew, std::ranges::view View, typename Function>
generator<Turn<typename Crew::Result>> parallel_mapped_turns(View source, Function function, ParallelLimits limits) {
  Feed feed(std::move(source));
  Crew crew(std::move(function), std::min(limits.workers, limits.window));
  while (true) {
    const auto deadline = std::chrono::steady_clock::now() + kLongestTurn;
    bool is_source_idle = false;
    while (feed.is_open() && crew.size() < limits.window && !is_source_idle &&
           std::chrono::steady_clock::now() < deadline) {
      is_source_idle = !feed.pull(crew);
      if (crew.is_oldest_done()) break;
    }
    if (!feed.is_open() && crew.size() == 0) break;
    if (!feed.is_open() || !is_source_idle) crew.wait_for_oldest(deadline);
    if (!crew.is_oldest_done()) {
      co_yield std::nullopt;
      continue;
    }
    do {
      co_yield crew.take_oldest();
    } while (is_source_idle && crew.is_oldest_done());
  }
  feed.rethrow_failure();
}

}  // namespace detail

/// Yields `function(element)` for each element, in the order of the elements, computed ahead by `limits.workers`
/// threads. `function` is called as const by many threads at once, with an rvalue; elements of an lvalue range are
/// copied.
///
/// The source is pulled on the consumer's thread only, never more than `limits.window` elements ahead of what has been
/// yielded, and not once the oldest result is there; threads are started when the first element is asked for. What
/// `function` throws comes out in its element's place, what the source throws after the results of all before it.
/// Breaking off at any point drops what waits, and waits for the calls that run.
///
/// Over turns, an empty one makes it yield the results that are there, or an empty turn; it never waits for a result
/// longer than `kLongestTurn` before it gives an empty turn. Over other ranges it waits for the oldest.
template <typename Function>
auto parallel_map(Function function, ParallelLimits limits = {}) {
  assert(limits.workers > 0 && limits.window > 0);
  return Adaptor{[function = std::move(function), limits]<typename View>(View source) mutable {
    using Crew = detail::OrderedCrew<element_t<View>, Function>;
    if constexpr (range_of_turns<View>) {
      return detail::parallel_mapped_turns<Crew>(std::move(source), std::move(function), limits);
    } else {
      return detail::parallel_mapped<Crew>(std::move(source), std::move(function), limits);
    }
  }};
}

}  // namespace lazy
