#include <fstream>
#include <istream>
#include <iterator>
#include <ostream>
#include <string>

#include "crawler/sitemap.hpp"
#include "tests/probe/modes.hpp"

namespace probe {
namespace {

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

int sitemaps(Arguments, std::istream& in, std::ostream& out) {
  const crawler::Url base = crawler::Url::parse("http://sitemap.test/").value();
  for (std::string path; std::getline(in, path);) {
    std::string_view before;
    for (auto&& entry : crawler::sitemap_entries(bytes_of(path), base)) {
      if (!entry) break;
      out << std::exchange(before, " ") << entry->url.href();
    }
    out << '\n';
  }
  out.flush();
  return out ? 0 : 1;
}

}  // namespace probe
