// Bytes are a body and, before the first line end, its Content-Type.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "tests/support/content_laws.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static html::PageReader pages;
  static const crawler::ContentReader::Options options;
  static crawler::ContentReader reader(options, pages);
  static const auto url = *crawler::Url::parse("https://example.com/a/b?c");
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t line_end = bytes.find('\n');
  const std::string_view type = line_end == std::string_view::npos ? "" : bytes.substr(0, line_end);
  const std::string body(line_end == std::string_view::npos ? bytes : bytes.substr(line_end + 1));
  const auto content = reader.read(body, type, url, size % 2 == 0);
  if (!content) return 0;
  if (const std::string law = support::broken_law(*content); !law.empty()) {
    std::fprintf(stderr, "broken: %s\n", law.c_str());
    std::abort();
  }
  return 0;
}
