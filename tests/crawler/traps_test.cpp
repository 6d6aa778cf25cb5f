#include "crawler/traps.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

namespace {

using crawler::Traps;
using crawler::Url;

Url url(std::string_view text) {
  return *Url::parse(text);
}

/// What a frontier does with traps, with its counters in memory.
class Frontier {
 public:
  explicit Frontier(const crawler::TrapLimits& limits = {}) : traps_(limits) {}

  /// Why a new URL is refused; empty if it is not.
  std::string push(const std::string& text, int depth) {
    const Url found = url(text);
    if (const auto rule = traps_.refuses(found); !rule.empty()) return std::string(rule);
    const auto bounds = traps_.bounds(found, depth);
    for (const auto& bound : bounds) {
      if (counts_[bound.key] >= bound.most) return std::string(bound.reason);
    }
    for (const auto& bound : bounds) ++counts_[bound.key];
    ++pushed_;
    return "";
  }

  std::size_t counters() const { return counts_.size(); }
  int pushed() const { return pushed_; }

 private:
  Traps traps_;
  std::map<std::uint64_t, std::uint64_t> counts_;
  int pushed_ = 0;
};

TEST(Traps, UrlsOverTwoKilobytes) {
  const std::string longest = "http://a.test/" + std::string(2048 - 14, 'x');
  EXPECT_EQ(Traps().refuses(url(longest)), "");
  EXPECT_EQ(Traps().refuses(url(longest + "x")), "trap: over 2048 bytes long");
  EXPECT_EQ(Traps({.url_bytes = 20}).refuses(url("http://a.test/123456?")), "trap: over 20 bytes long");
}

TEST(Traps, MorePathSegmentsThanASourceTreeHas) {
  std::string path = "http://a.test";
  for (int i = 0; i < 30; ++i) path += fmt::format("/s{}", i);
  EXPECT_EQ(Traps().refuses(url(path)), "");
  EXPECT_EQ(Traps().refuses(url(path + "/")), "");
  EXPECT_EQ(Traps().refuses(url(path + "/x")), "trap: over 30 path segments");
}

TEST(Traps, RepeatedPathSegments) {
  for (const char* const path :
       {"/x/x/x/x", "/x/x/x/x/", "/a/x/x/x/x/b", "/a/b/a/b/a/b", "/y/a/b/a/b/a/b/z", "//////", "/a/b/c/a/b/c/a/b/c",
        "/0/1/2/3/4/5/6/7/8/9/0/1/2/3/4/5/6/7/8/9/0/1/2/3/4/5/6/7/8/9"}) {
    EXPECT_EQ(Traps().refuses(url("http://a.test" + std::string(path))), "trap: repeated path segments") << path;
  }
}

TEST(Traps, AFewRepetitionsAreHonest) {
  for (const char* const path : {"/", "/11/11/11/", "/2011/11/11/11", "/a/b/a/b", "/django/django/blob/main/django/db",
                                 "/a/b/a/b/a/c", "/x/x/y/x/x/y", "/x/xx/xxx/xxxx", "/a?b=/x/x/x/x/x",
                                 "/node_modules/a/node_modules/b/node_modules/c/node_modules"}) {
    EXPECT_EQ(Traps().refuses(url("http://a.test" + std::string(path))), "") << path;
  }
}

TEST(Traps, EachRuleCanBeSwitchedOff) {
  const Traps off({.url_bytes = 0,
                   .segments = 0,
                   .segment_in_row = 0,
                   .group_in_row = 0,
                   .queries_per_path = 0,
                   .deep_urls = 0,
                   .deepest_urls = 0});
  std::string path = "http://a.test";
  for (int i = 0; i < 2000; ++i) path += "/x";
  EXPECT_EQ(off.refuses(url(path)), "");
  const auto bounds = off.bounds(url("http://a.test/?a&b&c&d"), 1000);
  EXPECT_EQ(bounds.begin(), bounds.end());
}

TEST(Traps, KeysAreTheSameInEveryRun) {
  const Url found = url("http://a.test/cal/2026/07?a=1&b=2&c=3&d=4");
  const auto bounds = Traps().bounds(found, 101);
  ASSERT_EQ(bounds.end() - bounds.begin(), 3);
  EXPECT_EQ(bounds.begin()[0].key, 17001961900341344545U);
  EXPECT_EQ(bounds.begin()[1].key, 16891536155226236675U);
  EXPECT_EQ(bounds.begin()[2].key, 14375341466343753241U);
}

TEST(Traps, NumbersValuesAndNamesOrderMakeNoPatternOfTheirOwn) {
  const auto key = [](std::string_view text) { return Traps().bounds(url(text), 6).begin()->key; };
  EXPECT_EQ(key("http://a.test/2026/07/15"), key("http://a.test/1999/1/x"));
  EXPECT_EQ(key("http://a.test/2026/07/"), key("http://a.test/1/2"));
  EXPECT_EQ(key("http://a.test/c7?y=1&m=2"), key("http://a.test/c12?m=x&y="));
  EXPECT_NE(key("http://a.test/a/b"), key("http://a.test/c/b"));
  EXPECT_NE(key("http://a.test/a/b"), key("http://b.test/a/b"));
  EXPECT_NE(key("http://a.test/a?x"), key("http://a.test/a?y"));
  EXPECT_NE(key("http://a.test/a?x"), key("http://a.test/b?x"));
}

TEST(Traps, CountsInTheOrderOfTheCrawl) {
  Frontier frontier({.queries_per_path = 2});
  EXPECT_EQ(frontier.push("http://a.test/s?a=1&b=2&c=3&d=4", 1), "");
  EXPECT_EQ(frontier.push("http://a.test/s?a=1&b=2&c=3&d=5", 1), "");
  EXPECT_EQ(frontier.push("http://a.test/s?a=1&b=2&c=3&d=6", 1), "trap: over 2 queries of one path");
  EXPECT_EQ(frontier.push("http://a.test/s?a=1&b=2&c=3", 1), "");
  EXPECT_EQ(frontier.push("http://a.test/t?a=1&b=2&c=3&d=6", 1), "");
}

// Each month leads to the next, the one before and its days, for ever.
TEST(Traps, AnEndlessCalendarEnds) {
  Frontier frontier;
  std::map<std::string, int> refused;
  for (int depth = 1; depth < 20'000; ++depth) {
    ++refused[frontier.push(fmt::format("http://a.test/cal/{}/{}", 2026 + depth / 12, depth % 12 + 1), depth)];
    ++refused[frontier.push(fmt::format("http://a.test/events?month={}", depth), depth)];
  }
  EXPECT_EQ(frontier.pushed(), 2 * (100 + 5000));
  EXPECT_EQ(refused["trap: over 5000 of one pattern, 101 links deep"], 2 * (19'999 - 5100));
  EXPECT_EQ(frontier.counters(), 4U);
}

// Each page leads to many new ones, so that all are shallow.
TEST(Traps, ABroadEndlessSpaceEnds) {
  Frontier frontier({.deep_urls = 1000});
  for (int i = 0; i < 5000; ++i) frontier.push(fmt::format("http://a.test/item/{}", i), 6 + i / 1000);
  EXPECT_EQ(frontier.pushed(), 1000);
  EXPECT_EQ(frontier.push("http://a.test/item/x", 6), "trap: over 1000 of one pattern, 6 links deep");
  EXPECT_EQ(frontier.push("http://a.test/item/y", 5), "");
}

// Six filters of ten values each, and an order: 11^6 * 2 queries of one path.
TEST(Traps, AFacetedShopIsBoundedButItsProductsAreNot) {
  Frontier frontier;
  for (int n = 0; n < 100'000; ++n) {
    std::string query = "?";
    for (int filter = 0, left = n * 7; filter < 6; ++filter, left /= 11) {
      if (left % 11 > 0) query += fmt::format("f{}=v{}&", filter, left % 11);
    }
    frontier.push("http://a.test/shoes" + query + "sort=price", 3);
    EXPECT_EQ(frontier.push(fmt::format("http://a.test/shoes/{}", n), 4), "");
  }
  EXPECT_GT(frontier.pushed(), 100'000 + 1000);
  EXPECT_EQ(frontier.counters(), 1U);
  EXPECT_EQ(frontier.push("http://a.test/shoes?a=1&b=2&c=3&d=4", 2), "trap: over 1000 queries of one path");
}

TEST(Traps, BigHonestSitesAreNotCut) {
  Frontier frontier;
  for (int i = 0; i < 120'000; ++i) {
    EXPECT_EQ(frontier.push(fmt::format("http://news.test/news/{}", i), 2 + i % 4), "");
    EXPECT_EQ(frontier.push(fmt::format("http://wiki.test/index.php?title=Page_{}", i), 1 + i % 5), "");
    EXPECT_EQ(frontier.push(fmt::format("http://forum.test/viewtopic.php?f=3&t={}&start=20", i), 2 + i % 4), "");
  }
  EXPECT_EQ(frontier.counters(), 0U);
}

// Only "next" leads on: page 500 is 500 links deep.
TEST(Traps, AnArchiveOfHundredsOfPagesIsNotCut) {
  Frontier frontier;
  for (int page = 1; page <= 500; ++page) {
    EXPECT_EQ(frontier.push(fmt::format("http://blog.test/archive?page={}", page), page), "");
    for (int i = 0; i < 10; ++i) {
      EXPECT_EQ(frontier.push(fmt::format("http://blog.test/posts/{}-{}", page, i), page + 1), "");
    }
  }
}

}  // namespace
