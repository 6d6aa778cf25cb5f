#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "storage/collapse.hpp"
#include "storage/feedback.hpp"
#include "storage/sqlite.hpp"

namespace storage {

/// What hits are folded into the best of their kind for.
enum class GroupBy : std::uint8_t {
  kNothing,
  kLikeness,  ///< near-duplicates (`Collapse`)
  kSite,      ///< host and port
  kSection,   ///< site and folder of the path
};

/// The site of a URL: "example.com". What is no URL with a host is one by itself.
std::string_view site_of(std::string_view url);
/// Site and folder of the path: "example.com/docs/".
std::string_view section_of(std::string_view url);

/// A hit, and what is folded into it.
struct Listed {
  Ranked page;
  bool all_words = true;
  std::size_t folded = 0;              ///< hits that were looked at
  std::vector<std::int64_t> others{};  ///< the first of these, `HitList::kMostOthers` at most
};

/// Hits as they are to be shown: best first, each group once. One thread.
class HitList {
 public:
  static constexpr std::size_t kMostOthers = 3;
  /// Bounds the time where thousands of hits are of a few groups, or where thousands are asked for.
  static constexpr std::size_t kMostLookedAt = 10'000;

  /// Of at most `most` groups.
  HitList(Connection& connection, GroupBy group_by, std::size_t most);

  /// Takes the next best hit. False if it is one too many, and so not wanted, as are all after it.
  bool add(const Ranked& page, bool all_words);

  const std::vector<Listed>& hits() const { return hits_; }
  std::size_t looked_at() const { return looked_at_; }  ///< hits, those that were folded too

 private:
  std::size_t group_of(const Ranked& page);
  std::size_t number_of(std::string_view name);

  GroupBy group_by_;
  std::size_t most_;
  Statement fingerprint_, url_;
  Collapse likeness_;
  std::unordered_map<std::string, std::size_t> names_;
  std::vector<Listed> hits_;
  std::size_t looked_at_ = 0;
};

}  // namespace storage
