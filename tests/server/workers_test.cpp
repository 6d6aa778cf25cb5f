#include "server/workers.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <memory>
#include <vector>

namespace server {
namespace {

TEST(Workers, DoJobsInTheirOrder) {
  std::vector<int> done;
  std::latch all(100);
  Workers workers({.threads = 1, .queue = 100});
  for (int i = 0; i < 100; ++i) {
    workers.give(
        [&, i] {
          done.push_back(i);
          all.count_down();
        },
        Workers::Kind::kNew);
  }
  all.wait();
  for (int i = 0; i < 100; ++i) EXPECT_EQ(done.at(static_cast<std::size_t>(i)), i);
}

TEST(Workers, AreFullWhenAsManyNewJobsWaitAsMay) {
  std::latch begun(1), go(1);
  Workers workers({.threads = 1, .queue = 1});
  workers.give(
      [&] {
        begun.count_down();
        go.wait();
      },
      Workers::Kind::kNew);
  begun.wait();
  EXPECT_FALSE(workers.are_full());
  for (int i = 0; i < 10; ++i) workers.give([] {}, Workers::Kind::kStep);
  EXPECT_FALSE(workers.are_full());
  workers.give([] {}, Workers::Kind::kNew);
  EXPECT_TRUE(workers.are_full());
  go.count_down();
}

TEST(Workers, DropWhatWaitsWhenTheyGo) {
  const auto held = std::make_shared<int>(0);
  std::atomic<int> done = 0;
  std::latch begun(1), go(1);
  {
    Workers workers({.threads = 1, .queue = 10});
    workers.give(
        [&, held] {
          begun.count_down();
          go.wait();
          ++done;
        },
        Workers::Kind::kNew);
    begun.wait();
    workers.give([held] {}, Workers::Kind::kNew);
    go.count_down();
  }
  EXPECT_EQ(done, 1);
  EXPECT_EQ(held.use_count(), 1);
}

}  // namespace
}  // namespace server
