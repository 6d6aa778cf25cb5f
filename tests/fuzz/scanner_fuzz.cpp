// Bytes are the choices of a tag soup, or, behind a first 0, HTML as it is. What the scanners accept is what
// Gumbo's tree says.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>

#include "html/utf8.hpp"
#include "tests/support/reader_laws.hpp"
#include "tests/support/tag_soup.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> bytes(data, size);
  const bool is_page = size > 0 && data[0] == 0;
  const std::string page =
      is_page ? html::repair_utf8(std::string(bytes.begin() + 1, bytes.end())) : support::tag_soup(bytes);
  for (const auto& agreement : {support::compare_readers(page), support::compare_link_readers(page)}) {
    if (agreement.difference.empty()) continue;
    std::fprintf(stderr, "%s\n%s", page.c_str(), agreement.difference.c_str());
    std::abort();
  }
  return 0;
}
