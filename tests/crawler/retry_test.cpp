#include "crawler/retry.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using crawler::retry_pause;

TEST(Retry, ComesTwiceTheSecondTimeAfterFourTimesTheFirstPause) {
  EXPECT_EQ(retry_pause(1, 1s, {}), 1s);
  EXPECT_EQ(retry_pause(2, 1s, {}), 4s);
  EXPECT_EQ(retry_pause(3, 1s, {}), std::nullopt);
}

TEST(Retry, WaitsAsLongAsTheServerAsksUpToAMinute) {
  EXPECT_EQ(retry_pause(1, 1s, 60s), 60s);
  EXPECT_EQ(retry_pause(2, 1s, 2s), 4s);
  EXPECT_EQ(retry_pause(1, 1s, 61s), std::nullopt);
}

}  // namespace
