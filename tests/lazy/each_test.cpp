#include "lazy/each.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/lazy/tracked.hpp"

namespace lazy {
namespace {

using Numbers = std::vector<int>;

constexpr auto kIsOdd = [](int number) { return number % 2 != 0; };
constexpr auto kHalf = [](int number) { return number % 2 == 0 ? std::optional(number / 2) : std::nullopt; };

static_assert(std::same_as<decltype(std::declval<Numbers&>() | filter(kIsOdd)), generator<int&>>);
static_assert(std::same_as<decltype(std::declval<const Numbers&>() | take(1)), generator<const int&>>);
static_assert(std::same_as<decltype(std::declval<generator<int>>() | take(1)), generator<int>>);
static_assert(std::same_as<decltype(std::declval<generator<Turn<int>>>() | map(kIsOdd)), generator<Turn<bool>>>);

/// How many elements were pulled when `k` had come out of `adaptor`, for each k.
Numbers pulls(Numbers numbers, auto adaptor) {
  int pulled = 0;
  Numbers counts;
  auto results = tracked(std::move(numbers), pulled) | std::move(adaptor);
  EXPECT_EQ(pulled, 0);
  for (auto&& result : results) {
    counts.push_back(pulled);
    (void)result;
  }
  counts.push_back(pulled);
  return counts;
}

TEST(Map, PullsOneForEachAndAppliesTheFunctionOnce) {
  int calls = 0;
  EXPECT_EQ(pulls({1, 2, 3}, map([&](Tracked number) { return ++calls, number.value; })), (Numbers{1, 2, 3, 4}));
  EXPECT_EQ(calls, 3);
}

TEST(Map, HandsOnReferences) {
  std::vector<std::string> words{"a", "b"};
  for (std::string& word : words | map([](std::string& word) -> std::string& { return word; })) word += "!";
  EXPECT_EQ(words[1], "b!");
  struct Named {
    std::string name;
  };
  std::vector<Named> named{{"x"}};
  for (std::string& name : named | map(&Named::name)) name += "y";
  EXPECT_EQ(named[0].name, "xy");
}

// g++ 12 destroys an aggregate temporary in a `co_yield` twice; a call's result is safe, also through adaptors.
TEST(Map, YieldsAggregates) {
  struct Page {
    std::string url;
    std::unique_ptr<int> status;
  };
  auto fetch = map([](int number) { return Page{"http://example.com/" + std::to_string(number), nullptr}; });
  std::vector<Page> pages;
  for (Page&& page : Numbers{1, 2} | fetch | filter([](const Page&) { return true; })) pages.push_back(std::move(page));
  for (Turn<Page>&& page : turns({3, 0}) | fetch | take(1)) pages.push_back(std::move(page).value());
  EXPECT_EQ(pages.at(2).url, "http://example.com/3");
}

TEST(Map, SeesTheElementsOfTurns) {
  EXPECT_EQ(flat(turns({0, 1, 0, 0, 2}) | map([](int number) { return number * 5; })), (Numbers{0, 5, 0, 0, 10}));
}

TEST(Map, MovesTheElementsOfTurns) {
  int pulled = 0;
  int sum = 0;
  for (auto&& turn : tracked_turns({1, 2, 3}, pulled) | map([](Tracked number) { return number; })) {
    if (turn) sum += turn->value;
  }
  EXPECT_EQ(sum, 6);
}

TEST(Filter, PullsUntilOneHolds) {
  EXPECT_EQ(pulls({2, 1, 2, 2, 3, 4}, filter([](const Tracked& t) { return kIsOdd(t.value); })), (Numbers{2, 5, 7}));
}

TEST(Filter, PassesEmptyTurnsOn) {
  EXPECT_EQ(flat(turns({2, 0, 3, 4, 0}) | filter(kIsOdd)), (Numbers{0, 3, 0}));
}

TEST(FilterMap, YieldsWhatIsThere) {
  EXPECT_EQ(to_vector(Numbers{1, 2, 3, 4} | filter_map(kHalf)), (Numbers{1, 2}));
  EXPECT_EQ(flat(turns({2, 0, 3, 4, 0}) | filter_map(kHalf)), (Numbers{1, 0, 2, 0}));
  EXPECT_EQ(pulls({1, 2, 3}, filter_map([](Tracked t) { return kHalf(t.value); })), (Numbers{2, 4}));
}

TEST(FilterMap, MovesWhatIsThere) {
  const auto own = [](int number) { return std::optional(std::make_unique<int>(number)); };
  for (std::unique_ptr<int>&& owner : Numbers{7} | filter_map(own)) EXPECT_EQ(*owner, 7);
  for (auto&& turn : turns({7}) | filter_map(own)) EXPECT_EQ(*turn.value(), 7);
}

TEST(Tap, SeesEachElementWhenItPasses) {
  Numbers seen;
  for (int number : Numbers{1, 2, 3} | tap([&](const int& number) { seen.push_back(number); })) {
    EXPECT_EQ(seen.back(), number);
    if (number == 2) break;
  }
  EXPECT_EQ(seen, (Numbers{1, 2}));
  seen.clear();
  EXPECT_EQ(flat(turns({1, 0, 2}) | tap([&](int number) { seen.push_back(number); })), (Numbers{1, 0, 2}));
  EXPECT_EQ(seen, (Numbers{1, 2}));
}

TEST(TapTurns, SeesEmptyTurnsToo) {
  Numbers seen;
  auto line = turns({1, 0, 2}) | tap_turns([&](const Turn<int>& turn) { seen.push_back(turn.value_or(0)); });
  EXPECT_EQ(flat(line), (Numbers{1, 0, 2}));
  EXPECT_EQ(seen, (Numbers{1, 0, 2}));
}

TEST(Take, PullsExactlyThatMany) {
  EXPECT_EQ(pulls({1, 2, 3}, take(2)), (Numbers{1, 2, 2}));
  EXPECT_EQ(pulls({1, 2, 3}, take(0)), (Numbers{0}));
  EXPECT_EQ(pulls({1, 2, 3}, take(3)), (Numbers{1, 2, 3, 3}));
  EXPECT_EQ(pulls({1, 2, 3}, take(4)), (Numbers{1, 2, 3, 4}));
}

TEST(Take, CountsFullTurnsOnly) {
  EXPECT_EQ(flat(turns({0, 1, 0, 2, 0, 3}) | take(2)), (Numbers{0, 1, 0, 2}));
}

TEST(Take, CountsWhatTheConsumerEmptied) {
  int full = 0;
  for (Turn<int>&& turn : turns({1, 2, 3}) | take(2)) {
    ++full;
    turn.reset();
  }
  EXPECT_EQ(full, 2);
}

TEST(Enumerate, NumbersTheElements) {
  std::vector<std::string> words{"a", "b"};
  for (auto&& [index, word] : words | enumerate(1)) word += std::to_string(index);
  EXPECT_EQ(words, (std::vector<std::string>{"a1", "b2"}));
  Numbers indices;
  for (auto&& turn : turns({5, 0, 6}) | enumerate()) indices.push_back(turn ? static_cast<int>(turn->first) : -1);
  EXPECT_EQ(indices, (Numbers{0, -1, 1}));
}

TEST(Enumerate, MovesElements) {
  int pulled = 0;
  std::vector<std::pair<std::size_t, Tracked>> kept;
  for (auto&& pair : tracked({7, 8}, pulled) | enumerate()) kept.push_back(std::move(pair));
  EXPECT_EQ(kept[1].second.value, 8);
}

TEST(Accumulate, YieldsTheRunningFold) {
  EXPECT_EQ(to_vector(Numbers{1, 2, 3} | accumulate(10)), (Numbers{11, 13, 16}));
  EXPECT_EQ(flat(turns({1, 0, 2}) | accumulate(10)), (Numbers{11, 0, 13}));
  const auto largest = [](int a, int b) { return std::max(a, b); };
  EXPECT_EQ(to_vector(Numbers{3, 1, 4} | accumulate(0, largest)), (Numbers{3, 3, 4}));
  EXPECT_EQ(pulls({1, 2}, accumulate(0, [](int sum, const Tracked& t) { return sum + t.value; })), (Numbers{1, 2, 3}));
}

TEST(Accumulate, MovesItsStateThroughTheFold) {
  const auto gather = [](std::unique_ptr<Numbers> all, int number) {
    all->push_back(number);
    return all;
  };
  std::size_t size = 0;
  for (const auto& all : Numbers{1, 2} | accumulate(std::make_unique<Numbers>(), gather))
    EXPECT_EQ(all->size(), ++size);
}

TEST(Count, HasNoEnd) {
  EXPECT_EQ(to_vector(count(40) | take(3)), (Numbers{40, 41, 42}));
  for (int&& number : count(0) | take(5)) number = 1000;  // the counter is not the consumer's to change
  int last = 0;
  for (int&& number : count(0) | take(5)) last = std::exchange(number, 1000);
  EXPECT_EQ(last, 4);
}

}  // namespace
}  // namespace lazy
