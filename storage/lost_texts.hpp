#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_set>

namespace storage {

/// Tells pages that show nothing where they showed something, or what another page shows that has changed, too: an
/// error or a form to log in with, not a text. Numbers and paths make no difference: such a text may say which page was
/// asked for, and when. Of several pages with one text, the first passes.
class LostTexts {
 public:
  /// Whether a page that showed `old`, and shows `now`, has lost its text.
  bool contain(std::string_view old, std::string_view now);

 private:
  std::unordered_set<std::uint64_t> new_;  ///< hashes of what changed pages show now; at most kMostTexts
};

}  // namespace storage
