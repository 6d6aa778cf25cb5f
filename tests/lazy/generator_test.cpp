#include "lazy/generator.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <numeric>
#include <ranges>
#include <string>
#include <vector>

#include "tests/lazy/tracked.hpp"

namespace lazy {
namespace {

using Numbers = std::vector<int>;

static_assert(std::ranges::input_range<generator<int>>);
static_assert(std::ranges::view<generator<int>>);
static_assert(!std::ranges::forward_range<generator<int>>);
static_assert(!std::is_copy_constructible_v<generator<int>>);
static_assert(std::is_nothrow_move_constructible_v<generator<int>>);
// P2502R2, [coro.generator.class]: references and values for each form of the parameters.
static_assert(std::same_as<std::ranges::range_reference_t<generator<int>>, int&&>);
static_assert(std::same_as<std::ranges::range_reference_t<generator<int&>>, int&>);
static_assert(std::same_as<std::ranges::range_reference_t<generator<const int&>>, const int&>);
static_assert(std::same_as<std::ranges::range_reference_t<generator<std::string_view, std::string>>, std::string_view>);
static_assert(std::same_as<std::ranges::range_value_t<generator<const int&>>, int>);
static_assert(std::same_as<std::ranges::range_value_t<generator<std::string_view, std::string>>, std::string>);
static_assert(std::same_as<generator<int>::yielded, int&&>);
static_assert(std::same_as<generator<std::string_view, std::string>::yielded, const std::string_view&>);

// Nesting keeps the stack flat where calls in tail position are jumps: optimized builds without sanitizers.
#if defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
constexpr int kDeepest = 1'000'000;
#else
constexpr int kDeepest = 1'000;
#endif

generator<int> up_to(int last) {
  for (int i = 1; i <= last; ++i) co_yield i;
}

TEST(Generator, IsAnInputRange) {
  EXPECT_EQ(to_vector(up_to(3)), (Numbers{1, 2, 3}));
  EXPECT_EQ(to_vector(up_to(0)), Numbers{});
  EXPECT_EQ(to_vector(up_to(9) | std::views::filter([](int i) { return i % 2 == 0; })), (Numbers{2, 4, 6, 8}));
}

TEST(Generator, DoesNothingBeforeItIsAsked) {
  int pulled = 0;
  {
    generator<Tracked> numbers = tracked({1, 2, 3}, pulled);
    EXPECT_EQ(pulled, 0);
    EXPECT_EQ(Tracked::alive, 0);
    auto number = numbers.begin();
    EXPECT_EQ(pulled, 1);
    ++number;
    EXPECT_EQ(pulled, 2);
  }
  EXPECT_EQ(Tracked::alive, 0);
}

TEST(Generator, CanBeBegunOnce) {
  generator<int> numbers = up_to(3);
  EXPECT_EQ(*numbers.begin(), 1);
  EXPECT_THROW((void)numbers.begin(), std::logic_error);
  generator<int> moved = std::move(numbers);
  EXPECT_THROW((void)moved.begin(), std::logic_error);
}

TEST(Generator, CannotBeBegunAfterAMove) {
  generator<int> numbers = up_to(3);
  const generator<int> moved = std::move(numbers);
  EXPECT_THROW((void)numbers.begin(), std::logic_error);  // NOLINT(bugprone-use-after-move)
}

TEST(Generator, MovesOnWhileBeingRead) {
  generator<int> numbers = up_to(3);
  auto number = numbers.begin();
  generator<int> moved = up_to(1);
  moved = std::move(numbers);
  ++number;
  EXPECT_EQ(*number, 2);
}

generator<std::unique_ptr<int>> owners() {
  for (int i = 0; i < 3; ++i) co_yield std::make_unique<int>(i);
}

TEST(Generator, HandsOverMoveOnlyElements) {
  std::vector<std::unique_ptr<int>> kept;
  for (std::unique_ptr<int>&& owner : owners()) kept.push_back(std::move(owner));
  EXPECT_EQ(*kept[2], 2);
}

generator<std::string> repeat(std::string word) {
  co_yield std::as_const(word);  // an lvalue is copied, so that the next is whole though this one was moved from
  co_yield word;
  co_yield word;
}

TEST(Generator, CopiesLvaluesThatTheConsumerMayMoveFrom) {
  std::vector<std::string> words;
  for (std::string&& word : repeat("a word too long for the small buffer")) words.push_back(std::move(word));
  EXPECT_EQ(words, std::vector(3, std::string("a word too long for the small buffer")));
}

generator<int&> each_of(Numbers& numbers) {
  for (int& number : numbers) co_yield number;
}

TEST(Generator, OfReferencesRefersToTheElements) {
  Numbers numbers{1, 2, 3};
  for (int& number : each_of(numbers)) number *= 2;
  EXPECT_EQ(numbers, (Numbers{2, 4, 6}));
}

struct Pair {
  std::string name;
  std::unique_ptr<int> number;
};

Pair make_pair(int i) {
  return {.name = "a name too long for the small buffer", .number = std::make_unique<int>(i)};
}

generator<Pair> pairs() {
  co_yield make_pair(1);
  Pair pair{.name = "named", .number = nullptr};
  co_yield std::move(pair);
}

TEST(Generator, YieldsAggregatesFromCallsAndNames) {
  int seen = 0;
  for (auto&& [name, number] : pairs()) seen += number ? *number : 10;
  EXPECT_EQ(seen, 11);
}

generator<int> throwing_after(int last) {
  const Tracked local(0);
  co_yield elements_of(up_to(last));
  throw std::runtime_error("out of numbers");
}

TEST(Generator, ThrowsFromBeginAndFromIncrement) {
  generator<int> at_once = throwing_after(0);
  EXPECT_THROW((void)at_once.begin(), std::runtime_error);
  generator<int> later = throwing_after(1);
  auto number = later.begin();
  EXPECT_THROW(++number, std::runtime_error);
  EXPECT_EQ(number, later.end());
  EXPECT_EQ(Tracked::alive, 0);
}

generator<int> countdown(int depth) {
  const Tracked local(depth);
  co_yield depth;
  if (depth > 0) co_yield elements_of(countdown(depth - 1));
  co_yield -depth;
}

TEST(Generator, YieldsFromNestedOnesInOrder) {
  EXPECT_EQ(to_vector(countdown(3)), (Numbers{3, 2, 1, 0, 0, -1, -2, -3}));
}

TEST(Generator, NestsDeepWithoutGrowingTheStack) {
  long sum = 0;
  int count = 0;
  for (int number : countdown(kDeepest)) sum += number, ++count;
  EXPECT_EQ(sum, 0);
  EXPECT_EQ(count, 2 * (kDeepest + 1));
  EXPECT_EQ(Tracked::alive, 0);
}

TEST(Generator, IsDestroyedAtAnyDepth) {
  for (int number : countdown(kDeepest)) {
    if (number == 0) break;
  }
  EXPECT_EQ(Tracked::alive, 0);
  for (int stop = 0; stop < 12; ++stop) {
    int left = stop;
    for (int number : countdown(5)) {
      if (left-- == 0) break;
      (void)number;
    }
    EXPECT_EQ(Tracked::alive, 0) << stop;
  }
}

generator<int> failing_at(int depth) {
  const Tracked local(depth);
  if (depth == 0) throw std::runtime_error("the bottom");
  co_yield elements_of(failing_at(depth - 1));
}

TEST(Generator, CarriesExceptionsOutOfAnyDepth) {
  constexpr int kDepth = kDeepest / 100;
  EXPECT_THROW(to_vector(failing_at(kDepth)), std::runtime_error);
  EXPECT_EQ(Tracked::alive, 0);
}

generator<int> catching() {
  std::string caught;
  try {
    co_yield elements_of(throwing_after(2));
  } catch (const std::runtime_error& error) {
    caught = error.what();
  }
  co_yield static_cast<int>(caught.size());
  co_yield elements_of(up_to(1));
}

TEST(Generator, MayCatchWhatANestedOneThrows) {
  EXPECT_EQ(to_vector(catching()), (Numbers{1, 2, 14, 1}));
  EXPECT_EQ(Tracked::alive, 0);
}

generator<const int&> from_any_range(const Numbers& numbers) {
  co_yield elements_of(numbers);
  co_yield elements_of(Numbers(2, 7));
  co_yield elements_of(std::views::iota(1, 3));
}

generator<long> widened() {
  co_yield elements_of(std::views::iota(1, 3));
}

TEST(Generator, YieldsFromAnyRange) {
  const Numbers numbers{1, 2, 3};
  EXPECT_EQ(to_vector(from_any_range(numbers)), (Numbers{1, 2, 3, 7, 7, 1, 2}));
  long sum = 0;
  for (long number : widened()) sum += number;
  EXPECT_EQ(sum, 3);
}

generator<int> from_one_that_was_begun() {
  generator<int> inner = up_to(3);
  co_yield *inner.begin();
  co_yield elements_of(std::move(inner));
}

TEST(Generator, CannotBeYieldedFromOnceItWasBegun) {
  generator<int> outer = from_one_that_was_begun();
  auto number = outer.begin();
  EXPECT_THROW(++number, std::logic_error);
}

generator<Tracked> nested(Numbers first, Numbers second, int& pulled) {
  co_yield elements_of(tracked(first, pulled));
  co_yield elements_of(tracked(second, pulled));
}

TEST(Generator, PullsFromNestedOnesOnlyWhatIsAskedFor) {
  int pulled = 0;
  int seen = 0;
  for (const Tracked& number : nested({1, 2}, {3, 4}, pulled)) {
    seen += number.value;
    if (number.value == 3) break;
  }
  EXPECT_EQ(seen, 6);
  EXPECT_EQ(pulled, 4);  // 1, 2, the first one's end, 3
  EXPECT_EQ(Tracked::alive, 0);
}

}  // namespace
}  // namespace lazy
