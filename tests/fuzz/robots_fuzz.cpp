// Bytes are a URL's path, and then the lines of a robots.txt: as they are, and each as a rule's pattern.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "html/ascii.hpp"
#include "tests/support/robots_laws.hpp"

namespace {

using namespace std::string_view_literals;

/// What can be a pattern of `bytes`, line by line; every other one allows.
std::vector<support::RobotsLine> lines_of(std::string_view bytes) {
  std::vector<support::RobotsLine> lines;
  while (!bytes.empty() && lines.size() < 64) {
    const std::size_t end = bytes.find_first_of("\r\n#\0"sv);
    lines.push_back({.allow = lines.size() % 2 == 0,
                     .pattern = std::string(html::trim_html_space(bytes.substr(0, end).substr(0, 4096)))});
    bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
  }
  return lines;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t line_end = bytes.find('\n');
  const std::string_view first = bytes.substr(0, line_end);
  const std::string_view text = line_end == std::string_view::npos ? "" : bytes.substr(line_end + 1);
  crawler::RobotsRules::parse(text, "a").allows(first);
  const std::string path = "/" + std::string(first.substr(0, first.find('#')));
  if (const std::string law = support::broken_law(lines_of(text), path); !law.empty()) {
    std::fprintf(stderr, "broken: %s\n", law.c_str());
    std::abort();
  }
  return 0;
}
