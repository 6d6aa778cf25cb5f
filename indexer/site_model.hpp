#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "indexer/document.hpp"

namespace indexer {

/// What repeats across the pages of a site: blocks that structure alone takes for main content, and that say nothing of
/// the page that they stand on.
class SiteModel {
 public:
  void add(std::string_view block) { hashes_.insert(hash(block)); }

  bool empty() const { return hashes_.empty(); }
  /// Blocks are known by a hash of 64 bits.
  bool has(std::string_view block) const { return hashes_.contains(hash(block)); }

  static std::uint64_t hash(std::string_view block);

 private:
  std::unordered_set<std::uint64_t> hashes_;
};

/// How many pages a model is made from: the first ones of a crawl that are pages of their own.
inline constexpr std::size_t kPagesOfModel = 64;

/// Finds the blocks that stand on 40 % of the pages that a model is made from. Takes 20 bytes for each block that
/// differs from the others, of which a page has at most some thousand.
class RepeatedBlocks {
 public:
  /// Counts the blocks of a page's main content, as structure alone has it: each once, and only such as have a word. Of
  /// a page with more than 4,000 blocks the first ones.
  void count(const Document& page);

  /// Those found so far; each once.
  const std::vector<std::string>& found() const { return found_; }

 private:
  struct Count {
    std::uint32_t pages = 0;
    std::uint32_t last_page = 0;  ///< from 1
  };

  std::unordered_map<std::uint64_t, Count> counts_;
  std::uint32_t pages_ = 0;
  std::vector<std::string> found_;
};

/// Moves the blocks of main content that `model` has to the end of the page's rest, with their terms if these have been
/// made, and takes the headings among them out of `headings`; `moved` says which. A page that would be left without a
/// word of main content but headings stays as it is. Nothing has been moved on the page before. Linear.
void move_repeated(Document& page, const SiteModel& model);

/// Where the blocks of main content are in `body` now, by their numbers before `move_repeated`: byte offsets, with
/// `std::string_view::npos` for those that have been moved. Not those behind the last one that is left.
std::vector<std::size_t> places_of_blocks(std::string_view body, std::string_view layout, std::string_view moved);

/// Makes the texts of a page what they were before `move_repeated`; it has no terms. Whatever `moved` and `layout` are,
/// in linear time.
void move_back(Document& page);

}  // namespace indexer
