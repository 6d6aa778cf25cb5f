#include "storage/seed_list.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace {

using storage::SeedList;
using Urls = std::vector<std::string>;

Urls urls_of(SeedList& list, std::uint64_t site) {
  Urls urls;
  for (auto&& seed : list.seeds_of(site)) urls.push_back(seed.url + (seed.is_guess ? "?" : ""));
  return urls;
}

TEST(SeedList, GathersSeedsBySiteInTheOrderOfTheirComing) {
  SeedList list;
  list.add("b", {.url = "http://b/2"});
  list.add("a", {.url = "http://a/1", .is_guess = true});
  list.add("b", {.url = "http://b/1"});
  list.add("a", {.url = "http://a/0"});
  EXPECT_EQ(list.sites(), 2U);
  EXPECT_EQ(list.seeds(), 4U);
  EXPECT_EQ(urls_of(list, 1), (Urls{"http://b/2", "http://b/1"}));
  EXPECT_EQ(urls_of(list, 2), (Urls{"http://a/1?", "http://a/0"}));
}

TEST(SeedList, TakesASeedOnce) {
  SeedList list;
  for (int i = 0; i < 3; ++i) {
    list.add("a", {.url = "http://a/1"});
    list.add("b", {.url = "http://a/1"});
  }
  EXPECT_EQ(list.seeds(), 2U);
  EXPECT_EQ(urls_of(list, 1).size(), 1U);
}

TEST(SeedList, NamesACrawlByItsSortedSeeds) {
  SeedList list;
  list.add("a", {.url = "http://a/2"});
  list.add("a", {.url = "http://a/10"});
  EXPECT_EQ(list.names_of(1), (Urls{"http://a/10", "http://a/2"}));
}

TEST(SeedList, NamesACrawlOfVeryManySeedsByTheirHash) {
  const auto name = [](int first, int step) {
    SeedList list;
    for (int i = 0; i < 5000; ++i) list.add("a", {.url = "http://a/" + std::to_string(10'000 + first + step * i)});
    const Urls names = list.names_of(1);
    EXPECT_EQ(names.size(), 1U);
    return names.front();
  };
  const std::string forwards = name(0, 1);
  EXPECT_TRUE(forwards.starts_with("http://a/10000+4999:")) << forwards;
  EXPECT_LT(forwards.size(), 100U);
  EXPECT_EQ(forwards.find(' '), std::string::npos);  // a name's parts stand between spaces
  EXPECT_EQ(name(4999, -1), forwards);
  EXPECT_NE(name(1, 1), forwards);
}

TEST(SeedList, OneLongSeedIsItsOwnName) {
  SeedList list;
  const std::string url = "http://a/" + std::string(3000, 'x');
  list.add("a", {.url = url});
  EXPECT_EQ(list.names_of(1), (Urls{url}));
}

}  // namespace
