#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/crawl_store.hpp"
#include "storage/crawls.hpp"
#include "storage/index.hpp"
#include "storage/searcher.hpp"
#include "tests/probe/modes.hpp"
#include "tests/storage/records.hpp"

namespace probe {
namespace {

constexpr std::size_t kMostHits = 1000;

/// The names of the documents, by the pages they have become.
using Names = std::unordered_map<std::int64_t, std::string>;

Names index_documents(storage::Database& database, std::istream& documents) {
  const std::string site = "http://collection.test/";
  storage::Ledger ledger(database);
  storage::Index index(database, ledger);
  const auto crawl = storage::Crawls(database).find_or_create({site}, "host").id;
  storage::CrawlStore store(database, ledger, {.crawl = crawl});
  Names names;
  std::vector<indexer::Record> batch;
  for (std::string line; std::getline(documents, line);) {
    const auto document = nlohmann::json::parse(line);
    const auto waiting = store.enqueue({.url = site + std::to_string(names.size())});
    names.emplace(waiting.id, document.at("id"));
    batch.push_back(storage::record_of(storage::page_of(crawl, waiting), document.at("title").get<std::string>(),
                                       document.at("text").get<std::string>()));
  }
  for (const indexer::Record& record : batch) index.write(record);
  index.commit();
  return names;
}

}  // namespace

namespace {

/// What can be set of a ranking, by name.
double* setting(storage::Ranking& ranking, std::string_view name) {
  constexpr auto kColumnNames =
      std::to_array<std::string_view>({"body", "title", "headings", "description", "path", "rest", "anchors"});
  static_assert(kColumnNames.size() == storage::kColumns);
  const std::string_view column = name.substr(0, name.find('.'));
  const auto found = std::ranges::find(kColumnNames, column);
  if (found != kColumnNames.end()) {
    auto& [weight, b] = ranking.columns.at(static_cast<std::size_t>(found - kColumnNames.begin()));
    return name.ends_with(".weight") ? &weight : name.ends_with(".b") ? &b : nullptr;
  }
  return name == "k1"          ? &ranking.k1
         : name == "stop_word" ? &ranking.stop_word
         : name == "closeness" ? &ranking.closeness
         : name == "statement" ? &ranking.statement
         : name == "feedback"  ? &ranking.feedback
         : name == "links"     ? &ranking.links
         : name == "depth"     ? &ranking.depth
                               : nullptr;
}

/// Takes NAME=VALUE; false if there is no such thing.
bool set(storage::Ranking& ranking, std::string_view assignment) {
  const std::size_t equals = assignment.find('=');
  double* const value = setting(ranking, assignment.substr(0, equals));
  if (equals == std::string_view::npos || value == nullptr) return false;
  const std::string_view number = assignment.substr(equals + 1);
  return std::from_chars(number.data(), number.data() + number.size(), *value).ptr == number.data() + number.size();
}

}  // namespace

int retrieve(Arguments arguments, std::istream&, std::ostream& out) {
  if (arguments.empty()) return 2;
  storage::Ranking ranking;
  for (const std::string_view assignment : arguments.subspan(1)) {
    if (set(ranking, assignment)) continue;
    std::cerr << "retrieve: no setting " << assignment << '\n';
    return 2;
  }
  const std::filesystem::path collection = arguments.front();
  std::ifstream documents(collection / "docs.jsonl");
  std::ifstream topics(collection / "topics.tsv");
  if (!documents || !topics) {
    std::cerr << collection.string() << ": wants docs.jsonl and topics.tsv\n";
    return 1;
  }
  storage::Database database = storage::Database::temporary();
  const Names names = index_documents(database, documents);
  storage::Searcher searcher(database, ranking);
  for (std::string line; std::getline(topics, line);) {
    const std::size_t tab = line.find('\t');
    std::size_t rank = 0;
    for (const storage::Hit& hit : searcher.search(std::string_view(line).substr(tab + 1), {.limit = kMostHits}).hits) {
      ++rank;  // the order is the answer: scores of hits with all words and with some are not to be compared
      out << line.substr(0, tab) << " Q0 " << names.at(hit.id) << ' ' << rank << ' ' << kMostHits - rank
          << " sitedex\n";
    }
  }
  out.flush();
  return out ? 0 : 1;
}

}  // namespace probe
