#include <zlib.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "crawler/content.hpp"
#include "crawler/encoding.hpp"
#include "html/utf8.hpp"
#include "indexer/extractor.hpp"
#include "tests/probe/modes.hpp"

namespace probe {
namespace {

namespace fs = std::filesystem;

struct Case {
  std::string id;
  std::string file;
  std::string url;
};

std::optional<Case> parse_case(const std::string& line) {
  const std::size_t first = line.find('\t');
  const std::size_t second = line.find('\t', first + 1);
  if (first == std::string::npos || second == std::string::npos) return std::nullopt;
  return Case{line.substr(0, first), line.substr(first + 1, second - first - 1), line.substr(second + 1)};
}

/// A file of the suite, in `folder` or its `pages`, where the suites keep them.
fs::path find_file(const fs::path& folder, const std::string& name) {
  for (const fs::path& path : {folder / name, folder / "pages" / name}) {
    if (fs::exists(path)) return path;
  }
  throw std::runtime_error("there is no " + name + " in " + folder.string());
}

/// A file as it is, or unpacked if it is gzip.
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

/// The text that a crawl would index of the page; empty where it is none. Some of the URLs are made up by the suite.
std::string main_text(crawler::ContentReader& reader, const Case& page, const fs::path& folder) {
  const auto given = crawler::Url::parse(page.url);
  const crawler::Url url = given ? *given : crawler::Url::parse("http://page.invalid/").value();
  std::string body = read_file(find_file(folder, page.file));
  // The suites keep no headers. What is UTF-8 was served as such, or was made so by the suite, whatever its meta says.
  const std::string_view type = html::is_valid_utf8(body) ? "text/html; charset=utf-8" : "text/html";
  auto content = reader.read(std::move(body), type, url, false);
  if (!content) return {};
  indexer::Record record = indexer::extract({.redirects = {},
                                             .url = url,
                                             .outcome = crawler::Outcome::kPage,
                                             .reason = {},
                                             .content_type = {},
                                             .fetched_at = {},
                                             .content = std::move(*content)});
  return std::move(record.document->body);
}

}  // namespace

int extract(Arguments arguments, std::istream&, std::ostream& out) {
  if (arguments.size() != 2) {
    std::cerr << "extract wants PAGES.tsv and FOLDER\n";
    return 2;
  }
  std::ifstream pages{std::string(arguments[0])};
  const fs::path folder(arguments[1]);
  crawler::ContentReader reader;
  auto answer = nlohmann::json::object();
  try {
    for (std::string line; std::getline(pages, line);) {
      const auto page = parse_case(line);
      if (page) answer[page->id]["articleBody"] = main_text(reader, *page, folder);
    }
  } catch (const std::runtime_error& error) {
    std::cerr << "extract: " << error.what() << '\n';
    return 1;
  }
  out << answer.dump() << '\n';
  out.flush();
  return out ? 0 : 1;
}

}  // namespace probe
