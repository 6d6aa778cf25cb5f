#include <istream>
#include <ostream>
#include <string>

#include "indexer/stemmer.hpp"
#include "tests/probe/modes.hpp"

namespace probe {

int stems(Arguments, std::istream& in, std::ostream& out) {
  indexer::Stemmer stemmer(indexer::Language::of_tag("en"));
  for (std::string word; std::getline(in, word);) out << stemmer.stem(word) << '\n';
  out.flush();
  return out ? 0 : 1;
}

}  // namespace probe
