// Bytes are the choices of a tag soup, or, behind a first 0, HTML as it is, or, behind a first 1, the choices of a soup
// of a handful of tags. What the scanners accept is what Gumbo's tree says.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>

#include "html/utf8.hpp"
#include "tests/support/reader_laws.hpp"
#include "tests/support/tag_soup.hpp"

namespace {

std::string page_of(std::span<const std::uint8_t> bytes) {
  switch (bytes.empty() ? 2 : bytes[0]) {
    case 0:
      return html::repair_utf8(std::string(bytes.begin() + 1, bytes.end()));
    case 1:
      return support::swarm_soup(bytes.subspan(1));
    default:
      return support::tag_soup(bytes);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string page = page_of({data, size});
  for (const auto& agreement : {support::compare_readers(page), support::compare_link_readers(page)}) {
    if (agreement.difference.empty()) continue;
    std::fprintf(stderr, "%s\n%s", page.c_str(), agreement.difference.c_str());
    std::abort();
  }
  return 0;
}
