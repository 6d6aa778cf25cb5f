// Bytes are what was typed and, after the first line end, the text of a hit.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "tests/support/query_laws.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t line_end = std::min(bytes.find('\n'), size);
  const std::string_view typed = bytes.substr(0, line_end);
  const std::string_view text = bytes.substr(std::min(line_end + 1, size));
  std::string law = support::broken_query_law(typed);
  if (law.empty()) law = support::broken_snippet_law(text, storage::parse_query(typed), {.max_bytes = 48});
  if (!law.empty()) {
    std::fprintf(stderr, "broken: %s\n", law.c_str());
    std::abort();
  }
  return 0;
}
