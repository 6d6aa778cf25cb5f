// Bytes are a base and, after the first line end, a link.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "tests/support/url_laws.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t line_end = bytes.find('\n');
  const auto given = crawler::Url::parse(bytes.substr(0, line_end));
  const auto base = given ? given : crawler::Url::parse("https://user@example.com:8080/a/b/c?d#e");
  const std::string_view link = line_end == std::string_view::npos ? bytes : bytes.substr(line_end + 1);
  if (const std::string law = support::broken_law(link, *base); !law.empty()) {
    std::fprintf(stderr, "broken: %s\n", law.c_str());
    std::abort();
  }
  return 0;
}
