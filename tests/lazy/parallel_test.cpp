#include "lazy/parallel.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <latch>
#include <memory>
#include <mutex>
#include <ranges>
#include <semaphore>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "lazy/each.hpp"
#include "tests/lazy/tracked.hpp"

namespace lazy {
namespace {

using Numbers = std::vector<int>;

constexpr auto kSquare = [](int number) { return number * number; };

TEST(ParallelMap, KeepsTheOrder) {
  const Numbers numbers = to_vector(std::views::iota(0, 1000));
  for (std::size_t workers : {1U, 2U, 8U}) {
    for (std::size_t window : {1U, 3U, 64U, 5000U}) {
      EXPECT_EQ(to_vector(numbers | parallel_map(kSquare, {.workers = workers, .window = window})),
                to_vector(numbers | map(kSquare)));
    }
  }
  EXPECT_EQ(to_vector(Numbers{} | parallel_map(kSquare)), Numbers{});
}

TEST(ParallelMap, KeepsTheOrderWhenTheLastIsDoneFirst) {
  std::latch last_is_done(1);
  auto line = Numbers{1, 2, 3} | parallel_map(
                                     [&](int number) {
                                       if (number < 3) last_is_done.wait();
                                       if (number == 3) last_is_done.count_down();
                                       return number;
                                     },
                                     {.workers = 3, .window = 3});
  EXPECT_EQ(to_vector(line), (Numbers{1, 2, 3}));
}

TEST(ParallelMap, RunsAsManyAtOnceAsItHasWorkers) {
  constexpr int kWorkers = 3;
  std::barrier all_at_once(kWorkers);  // nobody passes it alone
  std::atomic<int> running = 0;
  std::atomic<int> most = 0;
  auto meet = [&](int number) {
    const int now = ++running;
    for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
    }
    all_at_once.arrive_and_wait();
    --running;
    return number;
  };
  const Numbers numbers = to_vector(std::views::iota(0, 5 * kWorkers));
  EXPECT_EQ(to_vector(numbers | parallel_map(meet, {.workers = kWorkers, .window = 2 * kWorkers})), numbers);
  EXPECT_EQ(most, kWorkers);
}

TEST(ParallelMap, PullsNoFurtherThanItsWindow) {
  constexpr int kWindow = 4;
  int pulled = 0;
  int yielded = 0;
  std::counting_semaphore<> may_finish(0);
  auto wait = [&](Tracked number) {
    if (number.value % kWindow == 0) may_finish.acquire();  // the first of the window is done last
    if (number.value % kWindow == kWindow - 1) may_finish.release();
    return number;
  };
  auto line = tracked(to_vector(std::views::iota(0, 40)), pulled) |
              tap([&](const Tracked&) { EXPECT_LE(pulled - yielded, kWindow); }) |
              parallel_map(wait, {.workers = 2, .window = kWindow});
  EXPECT_EQ(pulled, 0);
  for (auto&& number : line) {
    EXPECT_EQ(number.value, yielded++);
    EXPECT_LE(pulled - yielded, kWindow);
  }
  EXPECT_EQ(yielded, 40);
}

TEST(ParallelMap, PullsOnTheConsumersThreadOnly) {
  std::set<std::thread::id> pullers;
  std::mutex mutex;
  std::set<std::thread::id> workers;
  auto line = std::views::iota(0, 100) | tap([&](int) { pullers.insert(std::this_thread::get_id()); }) |
              parallel_map(
                  [&](int number) {
                    const std::scoped_lock lock(mutex);
                    workers.insert(std::this_thread::get_id());
                    return number;
                  },
                  {.workers = 2});
  EXPECT_EQ(to_vector(line).size(), 100);
  EXPECT_EQ(pullers, std::set{std::this_thread::get_id()});
  EXPECT_FALSE(workers.contains(std::this_thread::get_id()));
  EXPECT_LE(workers.size(), 2);
}

TEST(ParallelMap, CarriesAnExceptionToItsPlace) {
  for (int bad = 0; bad < 12; ++bad) {
    auto fail = [bad](int number) {
      if (number == bad) throw std::runtime_error("bad");
      return number;
    };
    Numbers seen;
    auto line = std::views::iota(0, 12) | parallel_map(fail, {.workers = 3, .window = 5});
    EXPECT_THROW(
        {
          for (int number : line) seen.push_back(number);
        },
        std::runtime_error);
    EXPECT_EQ(seen, to_vector(std::views::iota(0, bad)));
  }
}

TEST(ParallelMap, YieldsWhatCameBeforeItsSourceThrew) {
  auto broken_after = [](int count) -> generator<int> {
    for (int i = 0; i < count; ++i) co_yield i;
    throw std::runtime_error("source");
  };
  for (int count = 0; count < 12; ++count) {
    Numbers seen;
    auto line = broken_after(count) | parallel_map(kSquare, {.workers = 2, .window = 4});
    EXPECT_THROW(
        {
          for (int number : line) seen.push_back(number);
        },
        std::runtime_error);
    EXPECT_EQ(seen, to_vector(std::views::iota(0, count) | map(kSquare)));
  }
}

TEST(ParallelMap, DropsWhatWaitsWhenTheConsumerBreaksOff) {
  for (int last = 0; last < 8; ++last) {
    std::atomic<int> begun = 0;
    int pulled = 0;
    auto count_calls = [&](Tracked number) {
      ++begun;
      return number;
    };
    for (auto&& number : tracked({0, 1, 2, 3, 4, 5, 6, 7}, pulled) | parallel_map(count_calls, {.workers = 2})) {
      if (number.value == last) break;
    }
    EXPECT_GT(begun, last);
    EXPECT_LE(begun, pulled);
    EXPECT_EQ(Tracked::alive, 0);
  }
}

TEST(ParallelMap, MovesElementsAndResults) {
  auto own = [](std::unique_ptr<int> number) { return std::make_unique<int>(*number + 1); };
  int expected = 1;
  for (std::unique_ptr<int>&& number :
       count(0) | map([](int i) { return std::make_unique<int>(i); }) | parallel_map(own, {.workers = 2}) | take(50)) {
    EXPECT_EQ(*number, expected++);
  }
}

TEST(ParallelMap, LeavesTheElementsOfAnLvalueAlone) {
  const std::vector<std::string> words{"one word that is long enough", "another word that is long enough"};
  std::size_t size = 0;
  for (auto&& word : words | parallel_map([](std::string word) { return word; })) size += word.size();
  EXPECT_EQ(size, words[0].size() + words[1].size());
}

TEST(ParallelMapOverTurns, YieldsAllResultsInOrder) {
  const Numbers numbers = to_vector(std::views::iota(1, 200));
  int pulled = 0;
  Numbers seen;
  for (auto&& turn : tracked_turns(numbers, pulled) | parallel_map(&Tracked::value, {.workers = 2, .window = 5})) {
    if (turn) seen.push_back(*turn);
  }
  EXPECT_EQ(seen, numbers);
}

TEST(ParallelMapOverTurns, PullsNoFurtherThanItsWindow) {
  constexpr int kWindow = 3;
  int pulled = 0;
  int yielded = 0;
  auto line = tracked_turns(to_vector(std::views::iota(0, 60)), pulled) |
              tap([&](const Tracked&) { EXPECT_LE(pulled - yielded, kWindow); }) |
              parallel_map(&Tracked::value, {.workers = 2, .window = kWindow});
  EXPECT_EQ(pulled, 0);
  for (auto&& turn : line) {
    if (!turn) continue;
    EXPECT_EQ(*turn, yielded++);
  }
  EXPECT_EQ(yielded, 60);
}

TEST(ParallelMapOverTurns, CarriesExceptionsToTheirPlace) {
  auto fail_at_7 = [](int number) { return number == 7 ? throw std::runtime_error("bad") : number; };
  const ParallelLimits limits{.workers = 2, .window = 4};
  auto expect_end_before_7 = [](auto line) {
    Numbers seen;
    auto read_all = [&] {
      for (auto&& turn : line) {
        if (turn) seen.push_back(*turn);
      }
    };
    EXPECT_THROW(read_all(), std::runtime_error);
    EXPECT_EQ(seen, (Numbers{1, 5, 6}));
  };
  expect_end_before_7(turns({1, 0, 5, 6, 7, 8}) | parallel_map(fail_at_7, limits));
  expect_end_before_7(turns({1, 0, 5, 6, 7, 8}) | map(fail_at_7) | parallel_map(std::identity(), limits));
}

// While a call does not end, the consumer gets empty turns: when the source gives one, when the window is full, and
// when the source is at its end.
TEST(ParallelMapOverTurns, DoesNotWaitForAResultForLong) {
  for (const Numbers& numbers : {Numbers{1, 0, 0}, Numbers{1, 2, 3}, Numbers{1}}) {
    std::latch may_end(1);
    auto wait = [&](int number) {
      if (number == 1) may_end.wait();
      return number;
    };
    auto line = turns(numbers) | parallel_map(wait, {.workers = 2, .window = 2});
    auto turn = line.begin();
    EXPECT_FALSE(*turn);
    ++turn;
    EXPECT_FALSE(*turn);
    may_end.count_down();
    while (!*turn) ++turn;
    EXPECT_EQ(*turn, 1);
  }
}

// The source gives nothing until all its elements have come out: waiting for a full window would never end.
TEST(ParallelMapOverTurns, YieldsWhatIsDoneOnEmptyTurns) {
  int seen = 0;
  auto source = [](const int& out) -> generator<Turn<int>> {
    for (int i = 1; i <= 3; ++i) co_yield i;
    while (out < 3) co_yield std::nullopt;
  };
  for (auto&& turn : source(seen) | parallel_map(kSquare, {.workers = 2, .window = 100})) {
    if (!turn) continue;
    ++seen;
    EXPECT_EQ(*turn, seen * seen);
  }
  EXPECT_EQ(seen, 3);
}

}  // namespace
}  // namespace lazy
