#include <istream>
#include <ostream>
#include <string>

#include "indexer/word_boundaries.hpp"
#include "tests/probe/hex.hpp"
#include "tests/probe/modes.hpp"

namespace probe {

int wordbreak(Arguments, std::istream& in, std::ostream& out) {
  for (std::string line; std::getline(in, line);) {
    const std::string text = from_hex(line);
    out << 0;
    for (std::size_t at = 0; at < text.size();) out << ' ' << (at = indexer::word_end(text, at));
    out << '\n';
  }
  out.flush();
  return out ? 0 : 1;
}

}  // namespace probe
