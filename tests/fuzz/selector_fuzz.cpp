// Bytes are a selector and, after the first line end, a page.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "html/page_reader.hpp"
#include "html/utf8.hpp"
#include "tests/support/selector_laws.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static html::PageReader pages;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t line_end = std::min(bytes.find('\n'), size);
  const auto page = pages.read(html::repair_utf8(bytes.substr(std::min(line_end + 1, size))));
  if (!page) return 0;
  const std::string law = support::broken_selector_law(bytes.substr(0, line_end), page->outline);
  if (!law.empty()) {
    std::fprintf(stderr, "broken: %s\n", law.c_str());
    std::abort();
  }
  return 0;
}
