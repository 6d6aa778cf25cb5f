// Bytes are a daemon's file of settings.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "tests/support/settings_laws.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string law = support::broken_settings_law({reinterpret_cast<const char*>(data), size});
  if (!law.empty()) {
    std::fprintf(stderr, "broken: %s\n", law.c_str());
    std::abort();
  }
  return 0;
}
