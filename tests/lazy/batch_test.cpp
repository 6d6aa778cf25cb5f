#include "lazy/batch.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

#include "lazy/each.hpp"
#include "tests/lazy/tracked.hpp"

namespace lazy {
namespace {

using Numbers = std::vector<int>;
using Batches = std::vector<Numbers>;
using namespace std::chrono_literals;
using Time = std::chrono::steady_clock::time_point;

constexpr auto kValue = [](int number) { return static_cast<std::size_t>(number); };

Batches to_batches(auto&& range) {
  Batches batches;
  for (auto&& batch : range) batches.push_back(std::move(batch));
  return batches;
}

TEST(Batched, ClosesByCountAndYieldsTheRest) {
  EXPECT_EQ(to_batches(Numbers{1, 2, 3, 4, 5} | batched(2)), (Batches{{1, 2}, {3, 4}, {5}}));
  EXPECT_EQ(to_batches(Numbers{1, 2, 3, 4} | batched(2)), (Batches{{1, 2}, {3, 4}}));
  EXPECT_EQ(to_batches(Numbers{} | batched(2)), Batches{});
  EXPECT_EQ(to_batches(Numbers{1, 2} | batched(BatchLimits{})), (Batches{{1, 2}}));
}

TEST(Batched, PullsNothingBeyondTheBatch) {
  int pulled = 0;
  int seen = 0;
  for (auto&& batch : tracked({1, 2, 3, 4, 5}, pulled) | batched(2)) {
    seen += static_cast<int>(batch.size());
    EXPECT_EQ(pulled, seen < 5 ? seen : 6);
  }
  EXPECT_EQ(seen, 5);
}

TEST(Batched, ClosesWithTheElementThatReachesTheWeight) {
  EXPECT_EQ(to_batches(Numbers{4, 5, 1, 9, 30, 2} | batched({.weight = 10}, kValue)),
            (Batches{{4, 5, 1}, {9, 30}, {2}}));
  EXPECT_EQ(to_batches(Numbers{4, 5, 1, 9, 30, 2} | batched({.items = 2, .weight = 10}, kValue)),
            (Batches{{4, 5}, {1, 9}, {30}, {2}}));
}

TEST(Batched, SwallowsEmptyTurns) {
  EXPECT_EQ(to_batches(turns({0, 1, 0, 2, 0, 3, 0}) | batched(2)), (Batches{{1, 2}, {3}}));
}

TEST(Batched, MovesElements) {
  int pulled = 0;
  int sum = 0;
  for (std::vector<Tracked>&& batch : tracked_turns({1, 2, 3, 4}, pulled) | batched(3)) {
    for (const Tracked& number : batch) sum += number.value;
  }
  EXPECT_EQ(sum, 10);
  EXPECT_EQ(Tracked::alive, 0);
}

/// Turns that take a second each.
generator<Turn<int>> a_second_each(Numbers numbers, Time& now) {
  for (auto&& turn : turns(std::move(numbers))) {
    now += 1s;
    co_yield std::move(turn);
  }
}

TEST(Batched, ClosesByAgeOnAnEmptyTurn) {
  Time now{};
  Numbers closed_at;
  Batches batches;
  auto line = a_second_each({0, 0, 1, 0, 0, 0, 2, 3, 0, 4, 0, 0, 5}, now) |
              batched({.age = 3s}, WeighNothing(), [&] { return now; });
  for (auto&& batch : line) {
    batches.push_back(std::move(batch));
    closed_at.push_back(static_cast<int>(now.time_since_epoch() / 1s));
  }
  EXPECT_EQ(batches, (Batches{{1}, {2, 3, 4}, {5}}));
  EXPECT_EQ(closed_at, (Numbers{6, 10, 13}));  // the age counts from the first element, not from the last batch
}

TEST(Batched, ClosesByAgeOnAFullTurnAndOverPlainRanges) {
  Time now{};
  const auto clock = [&] { return now; };
  EXPECT_EQ(to_batches(a_second_each({1, 2, 3, 4, 5}, now) | batched({.age = 2s}, WeighNothing(), clock)),
            (Batches{{1, 2, 3}, {4, 5}}));
  auto plain = Numbers{1, 2, 3, 4} | tap([&](int) { now += 1s; });
  EXPECT_EQ(to_batches(std::move(plain) | batched({.age = 1s}, WeighNothing(), clock)), (Batches{{1, 2}, {3, 4}}));
}

TEST(Batched, AsksNoClockWithoutAnAge) {
  const auto broken = []() -> Time { throw std::logic_error("asked"); };
  EXPECT_EQ(to_batches(Numbers{1, 2, 3} | batched({.items = 2}, WeighNothing(), broken)), (Batches{{1, 2}, {3}}));
}

}  // namespace
}  // namespace lazy
