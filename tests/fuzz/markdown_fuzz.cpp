// Bytes are Markdown, of which front matter is a part.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/support/markdown_laws.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string law = support::broken_markdown_law(html::repair_utf8({reinterpret_cast<const char*>(data), size}));
  if (!law.empty()) {
    std::fprintf(stderr, "broken: %s\n", law.c_str());
    std::abort();
  }
  return 0;
}
