#pragma once

#include <concepts>

namespace support {

/// How many times a test tries what it draws: as often as it says in a release, a quarter of that under a sanitizer,
/// which makes each try several times as long and sees more in it.
template <std::integral Count>
constexpr Count rounds(Count released) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return (released + 3) / 4;
#else
  return released;
#endif
}

}  // namespace support
