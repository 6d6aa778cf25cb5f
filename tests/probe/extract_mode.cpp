#include <iostream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "indexer/main_content.hpp"
#include "tests/probe/modes.hpp"
#include "tests/support/page_suite.hpp"

namespace probe {

/// The main content of each page; empty where it is none.
int extract(Arguments arguments, std::istream&, std::ostream& out) {
  if (arguments.size() != 2) {
    std::cerr << "extract wants PAGES.tsv and FOLDER\n";
    return 2;
  }
  html::PageReader pages;
  const crawler::ContentReader::Options options;
  crawler::ContentReader reader(options, pages);
  auto answer = nlohmann::json::object();
  try {
    for (const support::SuitePage& page : support::list_pages(arguments[0], arguments[1])) {
      const auto content = support::read_page(reader, page);
      answer[page.id]["articleBody"] = content ? indexer::main_text(content->outline) : "";
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
