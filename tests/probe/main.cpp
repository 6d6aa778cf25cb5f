// sitedex-probe: the rooms' own functions behind line protocols, so that any suite can be run against a build.

#include "tests/probe/modes.hpp"

#include <array>
#include <iostream>
#include <vector>

namespace {

struct Mode {
  std::string_view name;
  int (*run)(probe::Arguments, std::istream&, std::ostream&);
  std::string_view protocol;
};

constexpr std::array kModes = {
    Mode{"encoding", probe::encoding, "hex of a document -> name of its encoding"},
    Mode{"extract", probe::extract, "PAGES.tsv FOLDER -> {id: {\"articleBody\": text}}"},
    Mode{"labels", probe::labels, "hex of a label -> name of the encoding, or -"},
    Mode{"retrieve", probe::retrieve,
         "COLLECTION_DIR with docs.jsonl and topics.tsv, NAME=VALUE ... of the ranking -> a TREC run"},
    Mode{"robots", probe::robots, "\"=\" and hex of a robots.txt; agent-hex TAB url-hex -> 1 or 0"},
    Mode{"sitemaps", probe::sitemaps, "path of a file -> its URLs, in order, with spaces between them"},
    Mode{"stems", probe::stems, "English word, in lower case -> stem"},
    Mode{"url", probe::url, "base-hex TAB input-hex (base \"-\": none) -> href or !FAIL"},
    Mode{"wordbreak", probe::wordbreak, "hex of UTF-8 text -> byte offsets of the word boundaries"},
};

int usage() {
  std::cerr << "usage: sitedex-probe MODE [ARGUMENT ...]\n";
  for (const Mode& mode : kModes) std::cerr << "  " << mode.name << "\t" << mode.protocol << "\n";
  return 2;
}

}  // namespace

int main(int count, char** words) {
  const std::vector<std::string_view> arguments(words + 1, words + count);
  if (arguments.empty()) return usage();
  std::ios::sync_with_stdio(false);
  for (const Mode& mode : kModes) {
    if (mode.name == arguments.front()) return mode.run(probe::Arguments(arguments).subspan(1), std::cin, std::cout);
  }
  return usage();
}
