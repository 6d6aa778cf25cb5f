#pragma once

#include <cstdint>
#include <string>

namespace views {

/// "840 B", "84 kB", "12.8 MB".
std::string size(std::int64_t bytes);

/// "84 ms", "1.5 s".
std::string took(std::int64_t milliseconds);

/// "2026-11-25 19:44 UTC", for seconds since 1970.
std::string moment(std::int64_t seconds);

}  // namespace views
