#include "storage/near_duplicates.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <ranges>
#include <utility>

#include "lazy/adaptors.hpp"

namespace storage {
namespace {

using indexer::Fingerprint;

/// Sets of indices, each known by its lowest.
class DisjointSets {
 public:
  explicit DisjointSets(std::size_t size) : above_(size) { std::iota(above_.begin(), above_.end(), 0U); }

  std::uint32_t lowest(std::uint32_t index) {
    while (above_[index] != index) index = above_[index] = above_[above_[index]];
    return index;
  }
  void join(std::uint32_t a, std::uint32_t b) {
    a = lowest(a);
    b = lowest(b);
    above_[std::max(a, b)] = std::min(a, b);
  }
  /// The lowest of each index's set.
  std::vector<std::uint32_t> take() {
    for (std::uint32_t& index : above_) index = lowest(index);
    return std::move(above_);
  }

 private:
  std::vector<std::uint32_t> above_;  // in the set's tree; never higher than the index itself
};

/// Two blocks of a fingerprint's bits. Of so many blocks at least two are equal in near-duplicates, for each bit that
/// differs spoils one at most (Manku, Jain and Das Sarma 2007, 3.1). One block fewer would do with one equal, but of 10
/// bits only: of a million fingerprints, each would be compared with a thousand, six times.
class TwoBlocks {
 public:
  static constexpr int kBlocks = indexer::kMostBitsApart + 2;
  static constexpr std::size_t kKeys = std::size_t{1} << (2 * (64 / kBlocks) + 1);

  /// `first` is less than `second`, which is less than `kBlocks`.
  TwoBlocks(int first, int second) : first_(block(first)), second_(block(second)) {}

  /// Equal if both blocks are; less than `kKeys`.
  std::size_t key(Fingerprint print) const { return first_.in(print.bits) << second_.width | second_.in(print.bits); }

 private:
  struct Block {
    int begin;
    int width;
    std::uint64_t in(std::uint64_t bits) const { return bits >> begin & ((std::uint64_t{1} << width) - 1); }
  };
  /// The last block is wider: it has the bits that are left over.
  static Block block(int number) {
    constexpr int kWidth = 64 / kBlocks;
    static_assert(64 - kBlocks * kWidth <= 1);
    return {number * kWidth, number == kBlocks - 1 ? 64 - number * kWidth : kWidth};
  }

  Block first_;
  Block second_;
};

/// Joins near-duplicates that have the same two blocks.
class Buckets {
 public:
  Buckets(std::span<const Fingerprint> prints, std::span<const std::uint32_t> distinct)
      : prints_(prints),
        distinct_(distinct),
        sorted_(distinct.size()),
        ends_(std::min(TwoBlocks::kKeys, std::bit_ceil(distinct.size()))) {}

  void join_near(const TwoBlocks& blocks, DisjointSets& sets) {
    sort_by(blocks);
    std::size_t begin = 0;
    for (const std::uint32_t end : ends_) {
      join_in(std::span(sorted_).subspan(begin, end - begin), sets);
      begin = end;
    }
  }

 private:
  static constexpr std::size_t kMostCompared = 128;  // with 64, 3 of 1,476 near-duplicates in a big family are missed

  /// A bucket has one key where there are many fingerprints, else several: their number goes with the fingerprints'.
  std::size_t bucket_of(std::uint32_t index, const TwoBlocks& blocks) const {
    return blocks.key(prints_[index]) & (ends_.size() - 1);
  }

  /// A counting sort.
  void sort_by(const TwoBlocks& blocks) {
    std::ranges::fill(ends_, 0U);
    for (const std::uint32_t index : distinct_) ++ends_[bucket_of(index, blocks)];
    std::exclusive_scan(ends_.begin(), ends_.end(), ends_.begin(), 0U);
    for (const std::uint32_t index : distinct_) sorted_[ends_[bucket_of(index, blocks)]++] = index;
  }

  void join_in(std::span<const std::uint32_t> bucket, DisjointSets& sets) const {
    for (std::size_t i = 0; i < bucket.size(); ++i) {
      const std::size_t last = std::min(bucket.size(), i + 1 + kMostCompared);
      for (std::size_t j = i + 1; j < last; ++j) {
        if (are_near_duplicates(prints_[bucket[i]], prints_[bucket[j]])) sets.join(bucket[i], bucket[j]);
      }
    }
  }

  std::span<const Fingerprint> prints_;
  std::span<const std::uint32_t> distinct_;
  std::vector<std::uint32_t> sorted_;
  std::vector<std::uint32_t> ends_;  // of each bucket in `sorted_`
};

/// Joins what is equal, however many these are, and returns one of each kind, without those that have no word.
std::vector<std::uint32_t> join_equal(std::span<const Fingerprint> prints, DisjointSets& sets) {
  const auto bits_of = [&](std::uint32_t index) { return prints[index].bits; };
  std::vector<std::uint32_t> indices(prints.size());
  std::iota(indices.begin(), indices.end(), 0U);
  std::erase_if(indices, [&](std::uint32_t index) { return prints[index] == Fingerprint(); });
  std::ranges::sort(indices, {}, bits_of);
  for (std::size_t i = 1; i < indices.size(); ++i) {
    if (prints[indices[i - 1]] == prints[indices[i]]) sets.join(indices[i - 1], indices[i]);
  }
  const auto rest = std::ranges::unique(indices, {}, bits_of);
  indices.erase(rest.begin(), rest.end());
  return indices;
}

/// The pages of a crawl that have a fingerprint.
struct Fingerprinted {
  std::vector<crawler::UrlId> pages;
  std::vector<Fingerprint> prints;
};

lazy::generator<NearDuplicates> groups_of(crawler::CrawlId crawl, Fingerprinted crawled) {
  const std::vector<std::uint32_t> firsts = first_of_group(crawled.prints);
  const auto first_of = [&](std::uint32_t index) { return firsts[index]; };
  std::vector<std::uint32_t> later;
  for (std::uint32_t index = 0; index < firsts.size(); ++index) {
    if (first_of(index) != index) later.push_back(index);
  }
  std::ranges::sort(later, {}, [&](std::uint32_t index) { return std::pair(first_of(index), index); });
  for (auto&& [first, rest] : later | lazy::group_by(first_of)) {
    NearDuplicates group{.crawl = crawl, .pages = {crawled.pages[first]}};
    for (const std::uint32_t index : rest) group.pages.push_back(crawled.pages[index]);
    co_yield std::move(group);
  }
}

}  // namespace

std::vector<std::uint32_t> first_of_group(std::span<const Fingerprint> fingerprints) {
  DisjointSets sets(fingerprints.size());
  const std::vector<std::uint32_t> distinct = join_equal(fingerprints, sets);
  Buckets buckets(fingerprints, distinct);
  for (int second = 1; second < TwoBlocks::kBlocks; ++second) {
    for (int first = 0; first < second; ++first) buckets.join_near(TwoBlocks(first, second), sets);
  }
  return sets.take();
}

lazy::generator<NearDuplicates> near_duplicates(Database& database) {
  Statement select = database.connection().prepare(
      "SELECT crawl, id, fingerprint FROM pages WHERE fingerprint IS NOT NULL ORDER BY crawl, id");
  const auto crawl_of = [](const Row& row) { return row.integer(0); };
  for (auto&& [crawl, rows] : select.rows() | lazy::group_by(crawl_of)) {
    Fingerprinted crawled;
    for (const Row row : rows) {
      crawled.pages.push_back(row.integer(1));
      crawled.prints.push_back({static_cast<std::uint64_t>(row.integer(2))});
    }
    co_yield lazy::elements_of(groups_of(crawl, std::move(crawled)));
  }
}

}  // namespace storage
