#include "lazy/merge.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "lazy/each.hpp"
#include "tests/lazy/tracked.hpp"

namespace lazy {
namespace {

using Numbers = std::vector<int>;

template <typename... Sources>
auto vector_of(Sources... sources) {
  std::vector<std::common_type_t<Sources...>> all;
  (all.push_back(std::move(sources)), ...);
  return all;
}

TEST(Chain, YieldsOneRangeAfterAnother) {
  const Numbers numbers{1, 2};
  EXPECT_EQ(to_vector(chain(numbers, Numbers{}, Numbers{3}, count(4) | take(2))), (Numbers{1, 2, 3, 4, 5}));
  EXPECT_EQ(flat(chain(turns({1, 0}), turns({2}))), (Numbers{1, 0, 2}));
}

TEST(Chain, BeginsARangeWhenTheOnesBeforeAreDone) {
  int first = 0;
  int second = 0;
  for (const Tracked& number : chain(tracked({1, 2}, first), tracked({3}, second))) {
    EXPECT_EQ(second, number.value < 3 ? 0 : 1);
    EXPECT_EQ(first, std::min(3, number.value));
  }
  EXPECT_EQ(second, 2);
}

TEST(Chain, RefersToTheElementsOfLvalues) {
  Numbers a{1};
  Numbers b{2};
  for (int& number : chain(a, b)) number += 10;
  EXPECT_EQ(a[0] + b[0], 23);
}

TEST(RoundRobin, TakesOneOfEachInTurn) {
  EXPECT_EQ(to_vector(round_robin(std::vector<Numbers>{{1, 2, 3}, {}, {4}, {5, 6}})), (Numbers{1, 4, 5, 2, 6, 3}));
  EXPECT_EQ(to_vector(round_robin(std::vector<Numbers>{})), Numbers{});
}

TEST(RoundRobin, PullsNothingAheadAndDestroysWhatIsDone) {
  int first = 0;
  int second = 0;
  int seen = 0;
  for (auto&& number : round_robin(vector_of(tracked({1}, first), tracked({2, 3, 4}, second)))) {
    ++seen;
    EXPECT_EQ(number.value, seen);
    EXPECT_EQ(second, seen - 1);
    EXPECT_EQ(Tracked::alive, seen == 2 ? 4 : 2);  // a local and an element for each source that is begun and not done
  }
  EXPECT_EQ(first, 2);
}

TEST(RoundRobin, PassesOverTheOneThatHasNothing) {
  std::string story;
  auto idle = [&] { story += " idle"; };
  for (auto&& turn : round_robin(vector_of(turns({1, 2, 3}), turns({0, 0, 10}), turns({0})), idle)) {
    story += turn ? " " + std::to_string(*turn) : " -";
  }
  EXPECT_EQ(story, " 1 2 3 10");
}

TEST(RoundRobin, IsIdleOnceForEachRoundOfEmptyTurns) {
  std::string story;
  auto idle = [&] { story += " idle"; };
  for (auto&& turn : round_robin(vector_of(turns({0, 1, 0}), turns({0, 0, 0, 0})), idle)) {
    story += turn ? " " + std::to_string(*turn) : " -";
  }
  EXPECT_EQ(story, " idle - 1 idle - idle -");
}

/// Ranges of `size` numbers each, told in `story` as they are opened.
generator<generator<Turn<int>>> opening(int ranges, int size, std::string& story) {
  const auto numbers = [](int range, int count) -> generator<Turn<int>> {
    for (int i = 0; i < count; ++i) co_yield 10 * range + i;
  };
  for (int range = 1; range <= ranges; ++range) {
    story += " +" + std::to_string(range);
    co_yield numbers(range, size);
  }
}

TEST(RoundRobin, OpensTheNextRangeWhenOneHasEnded) {
  std::string story;
  for (auto&& turn : round_robin(opening(4, 2, story), 2)) story += " " + std::to_string(*turn);
  EXPECT_EQ(story, " +1 10 +2 20 11 21 +3 30 +4 40 31 41");
}

/// Ten ranges of three.
generator<generator<Tracked>> ten_tracked(int& begun, int& pulled) {
  const Numbers numbers{1, 2, 3};
  for (begun = 1; begun <= 10; ++begun) co_yield tracked(numbers, pulled);
}

TEST(RoundRobin, HoldsNoMoreRangesThanItMay) {
  for (const std::size_t most : {1UZ, 3UZ, 100UZ}) {
    int begun = 0;
    int pulled = 0;
    int yielded = 0;
    for (const Tracked& number : round_robin(ten_tracked(begun, pulled), most)) {
      EXPECT_GT(number.value, 0);
      ++yielded;
      EXPECT_LE(Tracked::alive, static_cast<int>(2 * std::min(most, 10UZ)));  // a local and an element for each
      EXPECT_LE(begun, static_cast<int>(most) + yielded / 3);                 // one more for each that has ended
    }
    EXPECT_EQ(yielded, 30);
  }
}

TEST(RoundRobin, IsIdleWhileOthersWaitToBeOpened) {
  std::string story;
  auto idle = [&] { story += " idle"; };
  for (auto&& turn : round_robin(vector_of(turns({0, 1}), turns({2}), turns({0})), 1, idle)) {
    story += turn ? " " + std::to_string(*turn) : " -";
  }
  EXPECT_EQ(story, " idle - 1 2 idle -");
}

// The bare yield of cooperative tasks: a task that waits for another one lets it go on.
/// Two tasks, each of which is there after one empty turn; then another empty one, and the end.
generator<Turn<generator<Turn<int>>>> due_later() {
  const auto numbers = [](int range) -> generator<Turn<int>> {
    for (int i = 0; i < 2; ++i) co_yield 10 * range + i;
  };
  for (int range = 1; range <= 2; ++range) {
    Turn<generator<Turn<int>>> none;
    co_yield std::move(none);
    Turn<generator<Turn<int>>> task(numbers(range));
    co_yield std::move(task);
  }
  Turn<generator<Turn<int>>> none;
  co_yield std::move(none);
}

TEST(RoundRobin, WaitsForRangesThatAreNotThereYet) {
  std::string story;
  auto idle = [&] { story += " idle"; };
  for (auto&& turn : round_robin(due_later(), 5, idle)) story += turn ? " " + std::to_string(*turn) : " -";
  EXPECT_EQ(story, " idle - 10 11 20 21");
  story.clear();
  for (auto&& turn : round_robin(due_later(), 1, idle)) story += turn ? " " + std::to_string(*turn) : " -";
  EXPECT_EQ(story, " idle - 10 11 idle - 20 21 idle -");
}

TEST(RoundRobin, LetsATaskWaitForAnother) {
  std::string box;
  auto waiting = [](std::string& inbox) -> generator<Turn<int>> {
    while (inbox.empty()) co_yield std::nullopt;
    co_yield static_cast<int>(inbox.size());
  };
  auto working = [](std::string& outbox) -> generator<Turn<int>> {
    for (int i = 1; i < 4; ++i) co_yield i;
    outbox = "done";
  };
  EXPECT_EQ(flat(round_robin(vector_of(waiting(box), working(box)))), (Numbers{1, 2, 3, 0, 4}));
}

TEST(RoundRobin, EndsWithTheExceptionOfASource) {
  auto failing = [](int after) -> generator<Turn<int>> {
    for (int i = 1; i <= after; ++i) co_yield i;
    throw std::runtime_error("failed");
  };
  auto line = round_robin(vector_of(turns({7, 7, 7}), failing(1)));
  auto turn = line.begin();
  ++turn;
  ++turn;
  EXPECT_EQ(*turn, 7);
  EXPECT_THROW(++turn, std::runtime_error);
  EXPECT_EQ(turn, line.end());
}

}  // namespace
}  // namespace lazy
