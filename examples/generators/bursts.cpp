// Finds bursts of failures in a web server's log: five answers of 5xx within ten seconds. The log is read a line at a
// time and no further than asked: it may be larger than memory, or still be written.
//
//   bursts [HOW_MANY] < access.log

#include <cstddef>
#include <ctime>
#include <iostream>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "lazy/adaptors.hpp"

namespace {

struct Failure {
  std::time_t at = 0;
  std::string line;
};

lazy::generator<std::string> lines(std::istream& in) {
  for (std::string line; std::getline(in, line);) co_yield std::move(line);
}

/// A line of the common log format, `host - - [10/Oct/2026:13:55:36 +0000] "GET / HTTP/1.1" 503 87`, that tells of one.
std::optional<Failure> failure(std::string line) {
  const std::size_t time = line.find('[');
  const std::size_t status = line.find("\" 5");
  if (time == std::string::npos || status == std::string::npos) return std::nullopt;
  std::tm calendar{};
  if (!strptime(line.c_str() + time, "[%d/%b/%Y:%H:%M:%S", &calendar)) return std::nullopt;
  return Failure{.at = timegm(&calendar), .line = std::move(line)};
}

bool is_burst(std::span<const Failure> failures) {
  return failures.back().at - failures.front().at <= 10;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace lazy;
  const std::size_t how_many = argc > 1 ? std::stoul(argv[1]) : 10;

  auto bursts = lines(std::cin) | filter_map(failure) | windowed(5) | filter(is_burst);
  for (auto&& [number, burst] : std::move(bursts) | take(how_many) | enumerate(1)) {
    std::cout << number << ". " << burst.front().line << '\n';
  }
}
