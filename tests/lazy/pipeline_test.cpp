// Laws of all adaptors together, over pipelines made from a seed.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/lazy/stages.hpp"
#include "tests/support/rounds.hpp"

namespace lazy {
namespace {

using Numbers = std::vector<int>;

/// The numbers that come out before the range ends or throws, `most` of them at the most.
Numbers read(auto range, std::size_t most = static_cast<std::size_t>(-1)) {
  Numbers numbers;
  if (most == 0) return numbers;
  for (auto&& item : range) {
    if (!is_full(item)) continue;
    numbers.push_back(element_of(item).value);
    if (numbers.size() == most) break;
  }
  return numbers;
}

bool begins(const Numbers& all, const Numbers& first) {
  return first.size() <= all.size() && std::equal(first.begin(), first.end(), all.begin());
}

/// Calls `check(pipeline, what comes out of it)` for many pipelines.
void for_each_pipeline(auto check) {
  for (unsigned seed = 0; seed < support::rounds(120U); ++seed) {
    const Pipeline pipeline(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + pipeline.name());
    check(pipeline, pipeline.eager());
    ASSERT_EQ(Tracked::alive, 0);
  }
}

TEST(Pipeline, LazyEqualsEager) {
  for_each_pipeline([](const Pipeline& pipeline, const Numbers& expected) {
    int pulled = 0;
    EXPECT_EQ(read(pipeline.plain(pulled)), expected);
    EXPECT_EQ(read(pipeline.turns(pulled)), expected);
  });
}

TEST(Pipeline, PullsNothingUnasked) {
  for_each_pipeline([](const Pipeline& pipeline, const Numbers&) {
    int pulled = 0;
    const auto plain = pipeline.plain(pulled);
    const auto turns = pipeline.turns(pulled);
    EXPECT_EQ(pulled, 0);
  });
}

TEST(Pipeline, DestroysEverythingOnABreakAnywhere) {
  for_each_pipeline([](const Pipeline& pipeline, const Numbers& expected) {
    int pulled = 0;
    for (std::size_t k = 0; k <= expected.size(); ++k) {
      EXPECT_EQ(read(pipeline.plain(pulled), k).size(), k);
      EXPECT_EQ(Tracked::alive, 0) << "break after " << k;
      EXPECT_EQ(read(pipeline.turns(pulled), k).size(), k);
      EXPECT_EQ(Tracked::alive, 0) << "break after " << k << ", over turns";
    }
  });
}

/// Lets the range of `make()` throw at each call in turn that any of its stages makes, until there are no more.
void expect_blown_everywhere(auto make, const Numbers& expected) {
  bool is_blown = true;
  for (int call = 1; is_blown; ++call) {
    Numbers numbers;
    is_blown = false;
    fuse.set(call);
    try {
      for (auto&& item : make()) {
        if (is_full(item)) numbers.push_back(element_of(item).value);
      }
    } catch (const Fuse::Blown&) {
      is_blown = true;
    }
    fuse.set(0);
    ASSERT_EQ(Tracked::alive, 0) << "call " << call;
    ASSERT_TRUE(begins(expected, numbers)) << "call " << call;
  }
}

TEST(Pipeline, DestroysEverythingOnAnExceptionAnywhere) {
  for_each_pipeline([](const Pipeline& pipeline, const Numbers& expected) {
    int pulled = 0;
    expect_blown_everywhere([&] { return pipeline.plain(pulled); }, expected);
    expect_blown_everywhere([&] { return pipeline.turns(pulled); }, expected);
  });
}

}  // namespace
}  // namespace lazy
