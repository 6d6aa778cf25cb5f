#pragma once

#include <cstddef>
#include <string>

namespace html {

/// Far over what pages are written with.
struct GuardLimits {
  std::size_t open = 512;        ///< elements
  std::size_t attributes = 256;  ///< of a tag, and of all `html` and `body` tags together
  std::size_t strays = 10'000;   ///< end tags that end nothing
  std::size_t formatting = 64;   ///< active formatting elements (`b`, `font`, `a` ... open, or to be reopened)
};
inline constexpr GuardLimits kGuardLimits;

/// Makes HTML safe for a parser whose time grows with the square of nesting depth, attributes of a tag and open
/// formatting elements: where the source goes over one of the limits, the offending tag or attributes are overwritten
/// with spaces and their text stays.
///
/// Returns what was over ("nested over 512 elements"), or an empty string for a source that was left as it was. One
/// linear pass, some 3 % of the parse; the same answer on every machine. Open elements are followed as the standard's
/// tree builder would, or are counted too many, but never too few by more than a small factor.
std::string guard(std::string& source);

}  // namespace html
