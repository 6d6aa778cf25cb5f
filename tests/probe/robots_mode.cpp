#include <istream>
#include <ostream>
#include <string>

#include "crawler/robots.hpp"
#include "tests/probe/hex.hpp"
#include "tests/probe/modes.hpp"

namespace probe {

int robots(Arguments, std::istream& in, std::ostream& out) {
  std::string text;
  std::string agent;
  crawler::RobotsRules rules;
  for (std::string line; std::getline(in, line);) {
    const std::size_t tab = line.find('\t');
    if (const bool is_file = line.starts_with('='); is_file || from_hex(line.substr(0, tab)) != agent) {
      if (is_file) text = from_hex(std::string_view(line).substr(1));
      if (!is_file) agent = from_hex(line.substr(0, tab));
      rules = crawler::RobotsRules::parse(text, agent);
      if (is_file) continue;
    }
    out << (rules.allows(from_hex(line.substr(tab + 1))) ? "1\n" : "0\n");
  }
  out.flush();
  return out ? 0 : 1;
}

}  // namespace probe
