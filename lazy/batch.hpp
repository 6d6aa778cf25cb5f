#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <limits>
#include <ranges>
#include <utility>
#include <vector>

#include "lazy/generator.hpp"
#include "lazy/pipe.hpp"
#include "lazy/turn.hpp"

namespace lazy {

/// When a batch is closed: as soon as it reaches any of these.
struct BatchLimits {
  std::size_t items = std::numeric_limits<std::size_t>::max();
  std::size_t weight = std::numeric_limits<std::size_t>::max();    ///< in the weigher's unit, bytes for instance
  std::chrono::nanoseconds age = std::chrono::nanoseconds::max();  ///< since the batch's first element came
};

struct WeighNothing {
  std::size_t operator()(const auto&) const { return 0; }
};

struct SteadyNow {
  std::chrono::steady_clock::time_point operator()() const { return std::chrono::steady_clock::now(); }
};

namespace detail {

/// The batch that is being filled.
template <typename Element, typename Weigh, typename Now>
class OpenBatch {
 public:
  OpenBatch(BatchLimits limits, Weigh weigh, Now now)
      : limits_(limits), weigh_(std::move(weigh)), now_(std::move(now)) {}

  void add(auto&& element) {
    if (elements_.empty() && has_age()) opened_ = now_();
    weight_ += std::invoke(weigh_, std::as_const(element));
    elements_.push_back(std::forward<decltype(element)>(element));
  }

  bool is_empty() const { return elements_.empty(); }

  bool is_due() {
    if (is_empty()) return false;
    return elements_.size() >= limits_.items || weight_ >= limits_.weight ||
           (has_age() && now_() - opened_ >= limits_.age);
  }

  std::vector<Element> close() {
    weight_ = 0;
    return std::exchange(elements_, {});
  }

 private:
  bool has_age() const { return limits_.age != std::chrono::nanoseconds::max(); }

  BatchLimits limits_;
  Weigh weigh_;
  Now now_;
  std::vector<Element> elements_;
  std::size_t weight_ = 0;
  std::invoke_result_t<Now&> opened_{};
};

template <std::ranges::view View, typename Weigh, typename Now>
generator<std::vector<element_t<View>>> batches(View source, BatchLimits limits, Weigh weigh, Now now) {
  OpenBatch<element_t<View>, Weigh, Now> batch(limits, std::move(weigh), std::move(now));
  for (auto&& item : source) {
    if (is_full(item)) batch.add(element_of(std::forward<decltype(item)>(item)));
    if (batch.is_due()) co_yield batch.close();
  }
  if (!batch.is_empty()) co_yield batch.close();
}

}  // namespace detail

/// Yields the elements in batches, as `std::vector`s that are never empty. An element is added first and its batch
/// closed after it, so a batch may pass its weight by one element: what has been yielded is exactly what has been
/// pulled. At the end of the source the rest is yielded. When the consumer breaks off, or something throws, the
/// unfinished batch is dropped.
///
/// Over turns, empty ones are swallowed: whoever asks for batches wants whole ones. But the age is looked at on each
/// turn, so a batch waits for its due time no longer than the source waits to give a turn. Over other ranges, the age
/// is looked at when an element comes.
///
/// `weigh(const element&)` says what an element weighs; `now()` is the clock, asked only where there is an age to keep.
template <typename Weigh = WeighNothing, typename Now = SteadyNow>
auto batched(BatchLimits limits, Weigh weigh = {}, Now now = {}) {
  return Adaptor{[limits, weigh = std::move(weigh), now = std::move(now)](auto source) mutable {
    return detail::batches(std::move(source), limits, std::move(weigh), std::move(now));
  }};
}

/// Batches of `items` elements, the last one of what is left.
inline auto batched(std::size_t items) {
  return batched(BatchLimits{.items = items});
}

}  // namespace lazy
