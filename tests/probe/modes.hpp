#pragma once

#include <iosfwd>
#include <span>
#include <string_view>

namespace probe {

/// What follows the mode on the command line.
using Arguments = std::span<const std::string_view>;

// Each mode but `retrieve` reads its cases from `in`, one a line, and answers each with one line on `out`, in order
// and as they come. The result is the program's exit code. What stands in the lines: main.cpp.
int encoding(Arguments arguments, std::istream& in, std::ostream& out);
int labels(Arguments arguments, std::istream& in, std::ostream& out);
int retrieve(Arguments arguments, std::istream& in, std::ostream& out);
int robots(Arguments arguments, std::istream& in, std::ostream& out);
int sitemaps(Arguments arguments, std::istream& in, std::ostream& out);
int stems(Arguments arguments, std::istream& in, std::ostream& out);
int url(Arguments arguments, std::istream& in, std::ostream& out);
int wordbreak(Arguments arguments, std::istream& in, std::ostream& out);

/// Reads what the arguments name instead, and answers with one JSON object.
int extract(Arguments arguments, std::istream& in, std::ostream& out);

}  // namespace probe
