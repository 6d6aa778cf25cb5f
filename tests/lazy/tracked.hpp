#pragma once

#include <atomic>
#include <stdexcept>
#include <utility>
#include <vector>

#include "lazy/generator.hpp"
#include "lazy/turn.hpp"

namespace lazy {

/// A number that can be moved only; `alive` counts those that are there, so that a leak shows.
class Tracked {
 public:
  static inline std::atomic<int> alive = 0;

  explicit Tracked(int number) : value(number) { ++alive; }
  Tracked(Tracked&& other) noexcept : value(std::exchange(other.value, -1)) { ++alive; }
  Tracked& operator=(Tracked&& other) noexcept {
    value = std::exchange(other.value, -1);
    return *this;
  }
  ~Tracked() { --alive; }

  int value;
};

/// Throws at the n-th call after `set(n)`, on whatever thread; never after `set(0)`.
class Fuse {
 public:
  struct Blown : std::runtime_error {
    Blown() : std::runtime_error("blown") {}
  };

  void set(int calls) { left_ = calls; }
  void burn() {
    if (--left_ == 0) throw Blown();
  }

 private:
  std::atomic<int> left_ = 0;
};
inline Fuse fuse;

/// Yields the numbers one after another, counts in `pulled` those that were asked for, and the asking for one more.
inline generator<Tracked> tracked(std::vector<int> numbers, int& pulled) {
  const Tracked local(-1);
  for (int number : numbers) {
    ++pulled;
    fuse.burn();
    Tracked item(number);
    co_yield std::move(item);
  }
  ++pulled;
  fuse.burn();
}

/// The same with an empty turn before each number that is even, two before those that divide by four, and one at the
/// end.
inline generator<Turn<Tracked>> tracked_turns(std::vector<int> numbers, int& pulled) {
  const Tracked local(-1);
  for (int number : numbers) {
    if (number % 2 == 0) co_yield std::nullopt;
    if (number % 4 == 0) co_yield std::nullopt;
    ++pulled;
    fuse.burn();
    Turn<Tracked> item(number);
    co_yield std::move(item);
  }
  co_yield std::nullopt;
  ++pulled;
  fuse.burn();
}

/// A turn for each number, an empty one for each 0.
inline generator<Turn<int>> turns(std::vector<int> numbers) {
  for (int number : numbers) {
    Turn<int> turn;
    if (number != 0) turn = number;
    co_yield std::move(turn);
  }
}

/// The inverse of `turns`: what comes, with 0 for an empty turn.
inline std::vector<int> flat(auto&& range) {
  std::vector<int> numbers;
  for (auto&& turn : range) numbers.push_back(turn ? *turn : 0);
  return numbers;
}

inline std::vector<int> to_vector(auto&& range) {
  std::vector<int> numbers;
  for (auto&& number : range) numbers.push_back(number);
  return numbers;
}

}  // namespace lazy
