// The same as search_times.cpp with Xapian, on a database of omindex; run by scripts/bench-search beside it.
//
//   sitedex_xapian_times DATABASE < queries
//
// Snippets are made as Omega's standard template makes them, from the sample that omindex has stored: the first 512
// bytes of a page's text at most.

#include <fmt/format.h>
#include <xapian.h>

#include <chrono>
#include <cstdio>
#include <iostream>
#include <string>

namespace {

/// A field of a document's data, which is a line "name=value" for each.
std::string field(const std::string& data, const std::string& name) {
  const std::size_t at = ("\n" + data).find("\n" + name + "=");
  if (at == std::string::npos) return {};
  const std::size_t begin = at + name.size() + 1;
  return data.substr(begin, data.find('\n', begin) - begin);
}

struct Answer {
  std::size_t hits = 0;
  std::size_t bytes = 0;  // of what is shown
  Xapian::doccount all = 0;
};

Answer search(const Xapian::Database& database, const std::string& typed) {
  Xapian::QueryParser parser;
  parser.set_database(database);
  parser.set_default_op(Xapian::Query::OP_AND);
  parser.set_stemmer(Xapian::Stem("english"));
  parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);  // all but the words of phrases, as Omega does
  Xapian::Enquire enquire(database);
  enquire.set_query(parser.parse_query(typed, Xapian::QueryParser::FLAG_PHRASE));
  const Xapian::MSet matches = enquire.get_mset(0, 10);
  Answer answer{.all = matches.get_matches_estimated()};
  for (auto match = matches.begin(); match != matches.end(); ++match) {
    const std::string data = match.get_document().get_data();
    answer.bytes += field(data, "url").size() + field(data, "caption").size();
    answer.bytes += matches.snippet(field(data, "sample"), 240).size();
    ++answer.hits;
  }
  return answer;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "sitedex_xapian_times DATABASE < queries\n");
    return 2;
  }
  try {
    const Xapian::Database database(argv[1]);
    for (std::string query; std::getline(std::cin, query);) {
      const auto begin = std::chrono::steady_clock::now();
      const Answer answer = search(database, query);
      const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - begin;
      fmt::print("{:.1f} {} {}\n", took.count(), answer.hits, answer.all);
      std::fflush(stdout);
    }
    return 0;
  } catch (const Xapian::Error& error) {
    fmt::print(stderr, "sitedex_xapian_times: {}\n", error.get_description());
    return 1;
  }
}
