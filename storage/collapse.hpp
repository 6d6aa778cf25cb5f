#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "indexer/fingerprint.hpp"

namespace storage {

/// Folds hits, which come best first, into better ones that they are near-duplicates of. What is folded folds nothing:
/// a chain of small changes does not end in a hit that is unlike what it is folded into.
class Collapse {
 public:
  /// The number, from 0 on, of the hit that this one is folded into; that of a new one if it is folded into none, as is
  /// one without words or without a fingerprint (0). Compares with each hit so far.
  std::size_t place(indexer::Fingerprint print) {
    ++looked_at_;
    const auto is_like = [&](indexer::Fingerprint hit) { return are_near_duplicates(hit, print); };
    const auto found = print == indexer::Fingerprint() ? hits_.end() : std::ranges::find_if(hits_, is_like);
    const auto number = static_cast<std::size_t>(found - hits_.begin());
    if (found == hits_.end()) hits_.push_back(print);
    return number;
  }

  std::size_t hits() const { return hits_.size(); }     ///< that remained
  std::size_t looked_at() const { return looked_at_; }  ///< those that were folded too

 private:
  std::vector<indexer::Fingerprint> hits_;
  std::size_t looked_at_ = 0;
};

}  // namespace storage
