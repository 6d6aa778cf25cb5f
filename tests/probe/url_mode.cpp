#include <istream>
#include <optional>
#include <ostream>
#include <string>

#include "crawler/url.hpp"
#include "tests/probe/hex.hpp"
#include "tests/probe/modes.hpp"

namespace probe {
namespace {

/// A base that is no URL makes every input fail, as the standard's API does.
base::Result<crawler::Url> resolve(std::string_view line) {
  const std::size_t tab = line.find('\t');
  const std::string_view base_hex = line.substr(0, tab);
  const std::string input = from_hex(tab == std::string_view::npos ? "" : line.substr(tab + 1));
  if (base_hex == "-") return crawler::Url::parse(input);
  const auto base = crawler::Url::parse(from_hex(base_hex));
  return base ? crawler::Url::parse(input, *base) : base;
}

}  // namespace

int url(Arguments, std::istream& in, std::ostream& out) {
  for (std::string line; std::getline(in, line);) {
    const auto resolved = resolve(line);
    out << (resolved ? resolved->href() : "!FAIL") << '\n';
  }
  out.flush();
  return out ? 0 : 1;
}

}  // namespace probe
