#pragma once

#include <chrono>

namespace support {

/// How long a test waits for what has to come: far longer than it takes on a loaded machine under a sanitizer. Only a
/// test that fails waits so long.
inline constexpr std::chrono::seconds kPatience{60};

}  // namespace support
