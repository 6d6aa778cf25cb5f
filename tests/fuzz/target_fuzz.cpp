// Bytes are the target of an HTTP request. (What stands around it Beast parses.)

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "tests/support/target_laws.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const std::string law = support::broken_target_law(bytes); !law.empty()) {
    std::fprintf(stderr, "broken: %s\n", law.c_str());
    std::abort();
  }
  return 0;
}
