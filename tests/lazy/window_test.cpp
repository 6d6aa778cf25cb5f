#include "lazy/window.hpp"

#include <gtest/gtest.h>

#include <span>
#include <vector>

#include "tests/lazy/tracked.hpp"

namespace lazy {
namespace {

using Numbers = std::vector<int>;

std::vector<Numbers> to_windows(auto&& range) {
  std::vector<Numbers> windows;
  for (std::span<const int> window : range) windows.emplace_back(window.begin(), window.end());
  return windows;
}

TEST(Windowed, SlidesByOne) {
  EXPECT_EQ(to_windows(Numbers{1, 2, 3, 4} | windowed(3)), (std::vector<Numbers>{{1, 2, 3}, {2, 3, 4}}));
  EXPECT_EQ(to_windows(Numbers{1, 2} | windowed(1)), (std::vector<Numbers>{{1}, {2}}));
  EXPECT_EQ(to_windows(Numbers{1, 2} | windowed(3)), std::vector<Numbers>{});
}

TEST(Windowed, AgreesWithSubrangesForEverySizeAndLength) {
  for (std::size_t size = 1; size < 7; ++size) {
    for (int length = 0; length < 30; ++length) {
      const Numbers numbers = to_vector(std::views::iota(0, length));
      std::vector<Numbers> expected;
      for (auto first = numbers.begin(); numbers.end() - first >= std::ptrdiff_t(size); ++first) {
        expected.emplace_back(first, first + std::ptrdiff_t(size));
      }
      EXPECT_EQ(to_windows(numbers | windowed(size)), expected) << size << " of " << length;
    }
  }
}

TEST(Windowed, PullsOneForEachAndHoldsTwiceItsSizeAtTheMost) {
  int pulled = 0;
  int windows = 0;
  for (std::span<const Tracked> window : tracked(Numbers(50, 1), pulled) | windowed(4)) {
    EXPECT_EQ(window.size(), 4);
    EXPECT_EQ(pulled, ++windows + 3);
    EXPECT_LE(Tracked::alive, 2 * 4 + 2);  // and the source's local and its last element
  }
  EXPECT_EQ(windows, 47);
  EXPECT_EQ(Tracked::alive, 0);
}

TEST(Windowed, PassesEmptyTurnsOn) {
  Numbers firsts;
  for (auto&& turn : turns({0, 1, 0, 2, 3, 0}) | windowed(2)) firsts.push_back(turn ? turn->front() : 0);
  EXPECT_EQ(firsts, (Numbers{0, 0, 1, 2, 0}));
}

}  // namespace
}  // namespace lazy
