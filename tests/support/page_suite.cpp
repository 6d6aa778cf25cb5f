#include "tests/support/page_suite.hpp"

#include <zlib.h>

#include <array>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "html/utf8.hpp"

namespace support {
namespace {

namespace fs = std::filesystem;

fs::path find_file(const fs::path& folder, const std::string& name) {
  for (const fs::path& path : {folder / name, folder / "pages" / name}) {
    if (fs::exists(path)) return path;
  }
  throw std::runtime_error("there is no " + name + " in " + folder.string());
}

std::string read_file(const fs::path& path) {
  const std::unique_ptr<gzFile_s, decltype(&gzclose)> file(gzopen(path.c_str(), "rb"), &gzclose);
  std::string bytes;
  std::array<char, 1 << 16> chunk{};
  while (file) {
    const int read = gzread(file.get(), chunk.data(), static_cast<unsigned>(chunk.size()));
    if (read <= 0) break;
    bytes.append(chunk.data(), static_cast<std::size_t>(read));
  }
  return bytes;
}

}  // namespace

std::vector<SuitePage> list_pages(const fs::path& list, const fs::path& folder) {
  std::vector<SuitePage> pages;
  std::ifstream lines(list);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t first = line.find('\t');
    const std::size_t second = line.find('\t', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    pages.push_back({.id = line.substr(0, first),
                     .url = line.substr(second + 1),
                     .file = find_file(folder, line.substr(first + 1, second - first - 1))});
  }
  return pages;
}

std::optional<crawler::Content> read_page(crawler::ContentReader& reader, const SuitePage& page) {
  const auto given = crawler::Url::parse(page.url);
  const crawler::Url url = given ? *given : crawler::Url::parse("http://page.invalid/").value();
  std::string body = read_file(page.file);
  // The suites keep no headers. What is UTF-8 was served as such, or was made so by the suite, whatever its meta says.
  const std::string_view type = html::is_valid_utf8(body) ? "text/html; charset=utf-8" : "text/html";
  auto content = reader.read(std::move(body), type, url, false);
  return content ? std::optional(std::move(*content)) : std::nullopt;
}

}  // namespace support
