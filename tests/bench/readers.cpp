// Compares the readers of HTML: whether what the scanner accepts is what the tree gives, and what the scanner of links
// accepts is what the others give, and what each costs.
//
//   sitedex_readers soup DOCUMENTS [SEED]    on so many documents made of random tags
//   sitedex_readers swarm DOCUMENTS [SEED]   on such as are made of a handful of tags each
//   sitedex_readers files < paths            on real pages, and how long both take
//
// Prints what they differ in, why pages were refused, and counts. Ends with 1 if anything differed.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/cpu_time.hpp"
#include "crawler/encoding.hpp"
#include "html/input_stream.hpp"
#include "html/link_scanner.hpp"
#include "html/page_writer.hpp"
#include "html/scanner.hpp"
#include "html/tree_reader.hpp"
#include "html/utf8.hpp"
#include "tests/support/reader_laws.hpp"
#include "tests/support/tag_soup.hpp"

namespace {

constexpr std::size_t kMostShown = 20;

/// What became of documents that one of the scanners was given.
struct Counts {
  std::string_view scanner;
  std::size_t documents = 0;
  std::size_t accepted = 0;
  std::size_t different = 0;
  std::map<std::string, std::size_t> refusals{};

  void count(const support::Agreement& agreement, std::string_view name) {
    ++documents;
    if (agreement.is_accepted) {
      ++accepted;
    } else {
      ++refusals[agreement.refusal];
    }
    if (agreement.difference.empty()) return;
    if (++different <= kMostShown) fmt::print("---- {}\n{}", name, agreement.difference);
  }

  void print() const {
    for (const auto& [why, times] : refusals) fmt::print("{}: refused {:8}  {}\n", scanner, times, why);
    fmt::print("{}: documents {} accepted {} ({:.2f} %) different {}\n", scanner, documents, accepted,
               100.0 * static_cast<double>(accepted) / static_cast<double>(std::max<std::size_t>(documents, 1)),
               different);
  }
};

struct Cost {
  std::chrono::nanoseconds links{0};
  std::chrono::nanoseconds scanner{0};
  std::chrono::nanoseconds tree{0};
  std::size_t bytes = 0;
};

struct Comparison {
  Counts all{.scanner = "all"};
  Counts links{.scanner = "links"};
  Cost cost{};

  void compare(const std::string& source, std::string_view name) {
    all.count(support::compare_readers(source), name);
    links.count(support::compare_link_readers(source), name);
  }
};

using Cook = std::string (*)(std::span<const std::uint8_t> choices);

void compare_soup(Comparison& comparison, Cook cook, std::size_t documents, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<std::uint8_t> choices;
  for (std::size_t i = 0; i < documents; ++i) {
    choices.resize(4 + random() % 80);
    std::ranges::generate(choices, [&] { return static_cast<std::uint8_t>(random()); });
    const std::string soup = cook(choices);
    comparison.compare(soup, soup);
  }
}

template <typename Work>
std::chrono::nanoseconds cpu_time(Work&& work) {
  const auto begun = base::thread_cpu_time();
  work();
  return base::thread_cpu_time() - begun;
}

void compare_files(Comparison& comparison, std::istream& paths) {
  Cost& cost = comparison.cost;
  html::TreeParser parser;
  for (std::string path; std::getline(paths, path);) {
    std::ifstream file(path, std::ios::binary);
    std::string body{std::istreambuf_iterator<char>(file), {}};
    const std::string_view type = html::is_valid_utf8(body) ? "text/html; charset=utf-8" : "text/html";
    const std::string_view encoding = crawler::sniff_encoding(body, type);
    const std::string source = crawler::decode(std::move(body), encoding);
    comparison.compare(source, path);
    cost.bytes += source.size();
    cost.links += cpu_time([&] {
      const std::string stream = html::preprocess(source);
      html::ReadPage page;
      html::LinkScanner(stream, page).scan();
    });
    cost.scanner += cpu_time([&] {
      const std::string stream = html::preprocess(source);
      html::PageWriter writer;
      if (html::Scanner(stream, writer).scan()) std::move(writer).finish();
    });
    cost.tree += cpu_time([&] {
      if (const auto tree = parser.parse(source)) read_tree(*tree);
    });
  }
}

void print(const Cost& cost, std::size_t pages) {
  const auto print_one = [&](std::string_view reader, std::chrono::nanoseconds time) {
    const double micros = std::chrono::duration<double, std::micro>(time).count();
    fmt::print("{}: {:.1f} us a page, {:.0f} MB/s\n", reader,
               micros / static_cast<double>(std::max<std::size_t>(pages, 1)), static_cast<double>(cost.bytes) / micros);
  };
  print_one("links", cost.links);
  print_one("all", cost.scanner);
  print_one("tree", cost.tree);
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> arguments(argv + 1, argv + argc);
  Comparison comparison;
  if (arguments.size() >= 2 && (arguments[0] == "soup" || arguments[0] == "swarm")) {
    const std::uint64_t seed = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1;
    const Cook cook = arguments[0] == "soup" ? support::tag_soup : support::swarm_soup;
    compare_soup(comparison, cook, std::strtoull(argv[2], nullptr, 10), seed);
  } else if (arguments.size() == 1 && arguments[0] == "files") {
    compare_files(comparison, std::cin);
    print(comparison.cost, comparison.all.documents);
  } else {
    std::cerr << "usage: sitedex_readers soup|swarm DOCUMENTS [SEED] | files < paths\n";
    return 2;
  }
  comparison.all.print();
  comparison.links.print();
  return comparison.all.different + comparison.links.different == 0 ? 0 : 1;
}
