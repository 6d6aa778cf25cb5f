// Answers queries and tells how long each took; run by scripts/bench-search.
//
//   sitedex_search_times DATABASE < queries
//
// For each line of standard input, a query as it is typed, prints a line: microseconds, hits shown, all hits. An answer
// is ten hits with their snippets. What opening the file takes is not in it.

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <exception>
#include <iostream>
#include <string>

#include "storage/searcher.hpp"

namespace {

void answer(const char* file) {
  auto database = storage::Database::open_reader(file);
  storage::Searcher searcher(database);
  for (std::string query; std::getline(std::cin, query);) {
    const auto begin = std::chrono::steady_clock::now();
    const storage::Results results = searcher.search(query, {.limit = 10});
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - begin;
    fmt::print("{:.1f} {} {}\n", took.count(), results.hits.size(), results.total);
    std::fflush(stdout);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "sitedex_search_times DATABASE < queries\n");
    return 2;
  }
  try {
    answer(argv[1]);
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "sitedex_search_times: {}\n", error.what());
    return 1;
  }
}
