#include "crawler/seen.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <ranges>
#include <vector>

namespace {

using crawler::SeenCache;
using crawler::UrlId;

constexpr UrlId kUrls = 200;

std::string url(UrlId id) {
  return "http://site.test/" + std::to_string(id);
}

/// Asks a copy, for asking is using.
bool holds(SeenCache cache, UrlId id) {
  const auto found = cache.find(url(id));
  EXPECT_TRUE(!found || *found == id);
  return found.has_value();
}

TEST(SeenCache, KnowsNothingAtFirst) {
  EXPECT_FALSE(SeenCache(10).find("http://site.test/"));
}

TEST(SeenCache, TheFirstIdStands) {
  SeenCache cache(10);
  cache.add("http://site.test/", 1);
  cache.add("http://site.test/", 2);
  EXPECT_EQ(cache.find("http://site.test/"), 1);
}

// Against a list in order of use.
TEST(SeenCache, HoldsTheLastHalfOfItsSizeAndNeverMoreThanItsSize) {
  for (const std::size_t size : {2UZ, 4UZ, 10UZ, 64UZ}) {
    std::mt19937 random(static_cast<std::uint32_t>(size));
    SeenCache cache(size);
    std::vector<UrlId> in_use;
    for (int step = 0; step < 1'000; ++step) {
      const auto id = static_cast<UrlId>(random() % kUrls);
      const bool was_held = holds(cache, id);
      EXPECT_EQ(cache.find(url(id)).has_value(), was_held);
      if (!was_held) cache.add(url(id), id);
      std::erase(in_use, id);
      in_use.push_back(id);
      const std::size_t last = std::min(in_use.size(), size / 2);
      for (const UrlId recent : in_use | std::views::reverse | std::views::take(last)) {
        ASSERT_TRUE(holds(cache, recent)) << "size " << size << " step " << step;
      }
      const auto held = std::ranges::count_if(in_use, [&](UrlId used) { return holds(cache, used); });
      ASSERT_LE(static_cast<std::size_t>(held), size) << "step " << step;
      ASSERT_TRUE(cache.has_forgotten() || static_cast<std::size_t>(held) == in_use.size()) << "step " << step;
    }
  }
}

TEST(SeenCache, ForgetsNothingBeforeItIsFull) {
  SeenCache cache(8);
  for (UrlId id = 0; id < 8; ++id) cache.add(url(id), id);
  EXPECT_FALSE(cache.has_forgotten());
  cache.add(url(8), 8);
  EXPECT_TRUE(cache.has_forgotten());
}

TEST(SeenCache, WhatIsInUseStays) {
  SeenCache cache(8);
  cache.add(url(0), 0);
  for (UrlId id = 1; id < kUrls; ++id) {
    cache.add(url(id), id);
    if (id % 3 != 0) continue;
    ASSERT_TRUE(cache.find(url(0))) << id;
  }
}

}  // namespace
