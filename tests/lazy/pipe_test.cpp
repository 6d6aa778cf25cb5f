#include "lazy/pipe.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "lazy/each.hpp"
#include "tests/lazy/tracked.hpp"

namespace lazy {
namespace {

using Numbers = std::vector<int>;

constexpr auto kDouble = [](int number) { return 2 * number; };

TEST(Pipe, RefersToAnLvalueContainer) {
  Numbers numbers{1, 2, 3};
  for (int& number : numbers | filter([](int number) { return number > 1; })) number = 0;
  EXPECT_EQ(numbers, (Numbers{1, 0, 0}));
}

TEST(Pipe, MovesAnRvalueIntoTheFrame) {
  auto doubled = Numbers{1, 2, 3} | map(kDouble);
  EXPECT_EQ(to_vector(doubled), (Numbers{2, 4, 6}));
}

TEST(Pipe, CopiesAView) {
  const Numbers numbers{1, 2, 3};
  auto doubled = [&] {
    std::span<const int> view(numbers);
    return view | map(kDouble);
  }();
  EXPECT_EQ(to_vector(doubled), (Numbers{2, 4, 6}));
}

TEST(Pipe, RefersToAnLvalueGenerator) {
  int pulled = 0;
  generator<Tracked> numbers = tracked({1, 2, 3}, pulled);
  EXPECT_EQ(to_vector(numbers | take(2) | map(&Tracked::value)), (Numbers{1, 2}));
  EXPECT_EQ(pulled, 2);
  EXPECT_THROW(to_vector(numbers | map(&Tracked::value)), std::logic_error);
}

TEST(Pipe, TakesRangesWithoutGeneratorsToo) {
  std::istringstream words("3 4");
  EXPECT_EQ(to_vector(std::views::istream<int>(words) | map(kDouble)), (Numbers{6, 8}));
  EXPECT_EQ(to_vector(std::views::iota(1) | map(kDouble) | std::views::take_while([](int i) { return i < 6; })),
            (Numbers{2, 4}));
  const std::vector<bool> bits{true, false};
  EXPECT_EQ(to_vector(bits | map([](bool bit) { return bit ? 1 : 0; })), (Numbers{1, 0}));
}

TEST(Pipe, ComposesAdaptorsBeforeThereIsARange) {
  const auto shorten = filter([](int number) { return number != 2; }) | take(2) | map(kDouble);
  EXPECT_EQ(to_vector(Numbers{1, 2, 3, 4} | shorten), (Numbers{2, 6}));
  EXPECT_EQ(to_vector(Numbers{5, 6, 7, 8} | shorten), (Numbers{10, 12}));
  EXPECT_EQ(to_vector(Numbers{2, 1, 2} | (shorten | map(kDouble))), (Numbers{4}));
}

TEST(Pipe, TakesMoveOnlyFunctions) {
  auto add = map([ten = std::make_unique<int>(10)](int number) { return number + *ten; }) | take(1);
  EXPECT_EQ(to_vector(Numbers{1, 2} | std::move(add)), (Numbers{11}));
}

TEST(Pipe, IsSinglePass) {
  auto doubled = Numbers{1, 2, 3} | map(kDouble) | take(2);
  EXPECT_EQ(to_vector(doubled), (Numbers{2, 4}));
  EXPECT_THROW((void)doubled.begin(), std::logic_error);
}

}  // namespace
}  // namespace lazy
