#include <istream>
#include <ostream>
#include <string>

#include "crawler/encoding.hpp"
#include "tests/probe/hex.hpp"
#include "tests/probe/modes.hpp"

namespace probe {

int encoding(Arguments, std::istream& in, std::ostream& out) {
  for (std::string line; std::getline(in, line);) out << crawler::sniff_encoding(from_hex(line), "") << '\n';
  out.flush();
  return out ? 0 : 1;
}

int labels(Arguments, std::istream& in, std::ostream& out) {
  for (std::string line; std::getline(in, line);) {
    const std::string_view name = crawler::encoding_of_label(from_hex(line));
    out << (name.empty() ? "-" : name) << '\n';
  }
  out.flush();
  return out ? 0 : 1;
}

}  // namespace probe
