#include "storage/near_duplicates.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "storage/crawl_store.hpp"
#include "storage/crawls.hpp"
#include "storage/index.hpp"
#include "storage/stats.hpp"
#include "tests/storage/records.hpp"

namespace storage {
namespace {

using indexer::Fingerprint;

/// The same, by comparing each with each until nothing changes.
std::vector<std::uint32_t> first_of_group_by_hand(const std::vector<Fingerprint>& prints) {
  std::vector<std::uint32_t> firsts(prints.size());
  for (std::uint32_t i = 0; i < firsts.size(); ++i) firsts[i] = i;
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < prints.size(); ++i) {
      for (std::size_t j = 0; j < prints.size(); ++j) {
        if (prints[i].bits == 0 || !are_near_duplicates(prints[i], prints[j]) || firsts[j] >= firsts[i]) continue;
        firsts[i] = firsts[j];
        changed = true;
      }
    }
  }
  return firsts;
}

Fingerprint flipped(Fingerprint print, int bits, std::mt19937& random) {
  std::set<std::uint64_t> places;
  while (places.size() < static_cast<std::size_t>(bits)) places.insert(random() % 64);
  for (const std::uint64_t place : places) print.bits ^= std::uint64_t{1} << place;
  return print;
}

// Manku, Jain and Das Sarma 2007, 3.1
TEST(FirstOfGroup, IsWhatComparingEachWithEachFinds) {
  for (unsigned seed = 0; seed < 50; ++seed) {
    std::mt19937 random(seed);
    std::mt19937_64 bits(seed);
    std::vector<Fingerprint> prints(1 + random() % 20, Fingerprint());
    for (Fingerprint& print : prints) print.bits = random() % 10 == 0 ? 0 : bits();
    const std::size_t size = prints.size() + random() % 200;
    while (prints.size() < size) {
      const Fingerprint like = prints[random() % prints.size()];
      prints.push_back(flipped(like, static_cast<int>(random() % 9), random));
    }
    EXPECT_EQ(first_of_group(prints), first_of_group_by_hand(prints)) << seed;
  }
  EXPECT_TRUE(first_of_group({}).empty());
}

TEST(FirstOfGroup, EveryPairAtTheBoundIsFoundAndNoneBeyondIt) {
  std::mt19937 random(1);
  for (int i = 0; i < 5000; ++i) {
    const Fingerprint print{0x0123456789ABCDEF};
    const std::vector<Fingerprint> near = {print, flipped(print, indexer::kMostBitsApart, random)};
    const std::vector<Fingerprint> far = {print, flipped(print, indexer::kMostBitsApart + 1, random)};
    EXPECT_EQ(first_of_group(near), (std::vector<std::uint32_t>{0, 0}));
    EXPECT_EQ(first_of_group(far), (std::vector<std::uint32_t>{0, 1}));
  }
}

TEST(FirstOfGroup, AnyNumberOfEqualAndOfSimilarPagesTakesBoundedTime) {
  std::mt19937 random(1);
  std::vector<Fingerprint> prints(200'000, Fingerprint{0x0123456789ABCDEF});
  for (int i = 0; i < 20'000; ++i) prints.push_back(flipped(prints[0], 1 + i % indexer::kMostBitsApart, random));
  const std::vector<std::uint32_t> firsts = first_of_group(prints);
  EXPECT_EQ(std::ranges::count(firsts, 0U), std::ssize(firsts));
}

/// Crawls of these texts, a page each.
class NearDuplicatePages : public testing::Test {
 protected:
  void crawl(std::string_view site, const std::vector<std::string>& texts) {
    Ledger ledger(database_);
    Index index(database_, ledger);
    const auto crawl = Crawls(database_).find_or_create({fmt::format("http://{}/", site)}, "host").id;
    CrawlStore store(database_, ledger, {.crawl = crawl});
    for (const std::string& text : texts) {
      const auto waiting = store.enqueue({.url = fmt::format("http://{}/{}", site, ++pages_)});
      index.write(record_of(page_of(crawl, waiting), "Title", text));
    }
    index.commit();
  }

  using Groups = std::vector<std::pair<crawler::CrawlId, std::vector<crawler::UrlId>>>;
  Groups groups() {
    Groups groups;
    for (const NearDuplicates& group : near_duplicates(database_)) groups.emplace_back(group.crawl, group.pages);
    return groups;
  }

  Database database_ = Database::temporary();
  int pages_ = 0;
};

TEST_F(NearDuplicatePages, AreGroupedInTheOrderOfTheCrawl) {
  const std::string one = "one text", two = "another text", three = "a third";
  crawl("a.test", {one, two, three, two, one, two});
  EXPECT_EQ(groups(), (Groups{{1, {1, 5}}, {1, {2, 4, 6}}}));
  EXPECT_EQ(stats(database_).near_duplicates, 3);
}

TEST_F(NearDuplicatePages, AreThoseOfOneCrawl) {
  crawl("a.test", {"one text", "two"});
  crawl("b.test", {"two", "one text", "two"});
  EXPECT_EQ(groups(), (Groups{{2, {3, 5}}}));
}

TEST_F(NearDuplicatePages, AreNotThoseOfWhichNothingIsKnown) {
  crawl("a.test", {"", "", "same", "same"});
  database_.change([&] { database_.connection().execute("UPDATE pages SET fingerprint = NULL WHERE id = 4"); });
  EXPECT_EQ(groups(), Groups());
  EXPECT_EQ(stats(database_).near_duplicates, 0);
}

}  // namespace
}  // namespace storage
