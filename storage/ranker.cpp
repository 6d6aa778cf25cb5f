#include "storage/ranker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <queue>
#include <utility>

#include "storage/fts5.hpp"

namespace storage {
namespace {

/// Inverse document frequency. FTS5 takes it for next to nothing where more than half of the pages have the phrase.
double worth(double pages, double with_phrase) {
  const double others = pages - std::min(pages, with_phrase);  // which may be an estimate
  const double logarithm = std::log((others + 0.5) / (with_phrase + 0.5));
  return logarithm <= 0 ? 1e-6 : logarithm;
}

/// BM25 of a page among matches, given how many words it has.
class Scorer {
 public:
  explicit Scorer(const Matches& matches)
      : matches_(matches), words_of_a_page_(matches.candidates.words_of_index / matches.candidates.pages_of_index) {}

  /// Less for more words. The order of the operations is FTS5's, and so is each bit of the result.
  double score(std::size_t match, double words) const {
    constexpr double k1 = 1.2;
    constexpr double b = 0.75;
    const auto frequencies = matches_.candidates.frequencies_of(match);
    double score = 0;
    for (std::size_t i = 0; i < frequencies.size(); ++i) {
      const double frequency = frequencies[i];
      score +=
          matches_.worths[i] * ((frequency * (k1 + 1.0)) / (frequency + k1 * (1 - b + b * words / words_of_a_page_)));
    }
    return score;
  }

 private:
  const Matches& matches_;
  double words_of_a_page_;
};

struct Scored {
  double score = 0;
  std::size_t match = 0;
};

struct IsWorse {
  bool operator()(const Scored& a, const Scored& b) const {
    return a.score != b.score ? a.score < b.score : a.match > b.match;
  }
};

using BestFirst = std::priority_queue<Scored, std::vector<Scored>, IsWorse>;

BestFirst most_possible(const Scorer& scorer, const std::vector<std::uint32_t>& least_words) {
  std::vector<Scored> most;
  most.reserve(least_words.size());
  for (const std::uint32_t words : least_words) most.push_back({scorer.score(most.size(), words), most.size()});
  return BestFirst(IsWorse(), std::move(most));
}

}  // namespace

Ranker::Ranker(Connection& connection)
    : connection_(connection),
      finder_(connection),
      last_page_(connection.prepare("SELECT max(id) FROM page_index_docsize")),
      lengths_(connection.prepare("SELECT sz FROM page_index_docsize WHERE id = ?")) {}

/// Of one phrase alone the matches are the pages that have it.
Matches Ranker::find_all(const Query& query, const Deadline& deadline) {
  Candidates empty{.phrases = query.phrases.size()};
  if (empty.phrases > 1) empty.pages_with.resize(empty.phrases);
  Matches matches = find(match_expression(query), std::move(empty), deadline);
  const Candidates& found = matches.candidates;
  if (found.pages_with.empty()) matches.worths.push_back(worth(found.pages_of_index, in_whole_crawl(found.count())));
  for (const PageCount& count : found.pages_with) {
    matches.worths.push_back(worth(found.pages_of_index, in_whole_crawl(count)));
  }
  return matches;
}

Matches Ranker::find_some(const Query& query, const Query& all, std::size_t with_all, const Deadline& deadline) {
  Candidates empty{.phrases = query.phrases.size()};
  const bool none_left = all.phrases.size() == 1 && all.phrases == query.phrases;
  if (none_left) return {.candidates = std::move(empty)};
  const std::string expression = fmt::format("({}) NOT ({})", match_expression(query), match_expression(all));
  Matches matches = find(expression, std::move(empty), deadline);
  const Candidates& found = matches.candidates;
  std::vector<std::size_t> pages(query.phrases.size(), with_all);
  for (std::size_t match = 0; match < matches.count(); ++match) {
    const auto frequencies = found.frequencies_of(match);
    for (std::size_t i = 0; i < pages.size(); ++i) pages[i] += frequencies[i] > 0;
  }
  for (const std::size_t with_phrase : pages) {
    PageCount count = found.count();
    count.pages = with_phrase;
    matches.worths.push_back(worth(found.pages_of_index, in_whole_crawl(count)));
  }
  return matches;
}

Matches Ranker::find(const std::string& expression, Candidates empty, const Deadline& deadline) {
  Matches matches{.candidates = std::move(empty), .is_in_time = !deadline.is_over()};
  const TimeLimit limit(connection_, deadline);
  try {
    if (matches.is_in_time) finder_.find(expression, matches.candidates);
  } catch (const Interrupted&) {
    matches.is_in_time = false;
  }
  if (!matches.is_in_time) matches.candidates.is_whole = false;
  return matches;
}

/// How many pages there are, if the whole crawl is as its beginning is up to the last one that was counted.
double Ranker::in_whole_crawl(const PageCount& count) {
  const auto pages = static_cast<double>(count.pages);
  if (count.is_whole || count.pages == 0) return pages;
  const std::int64_t last = last_page_.integer().value_or(count.last);
  return pages * static_cast<double>(last) / static_cast<double>(count.last);
}

/// In all columns: FTS5 keeps the number of each.
double Ranker::words_of(std::int64_t page) {
  for (const Row row : lengths_.rows(page)) {
    std::span<const std::uint8_t> lengths = row.bytes(0);
    std::uint64_t words = 0;
    while (!lengths.empty()) words += take_varint(lengths);
    return static_cast<double>(words);
  }
  connection_.fail(SQLITE_CORRUPT);
}

lazy::generator<Ranked> Ranker::best_first(const Matches& matches) {
  const Scorer scorer(matches);
  BestFirst unsure = most_possible(scorer, matches.candidates.least_words);
  BestFirst sure;
  while (!unsure.empty() || !sure.empty()) {
    while (!unsure.empty() && (sure.empty() || IsWorse()(sure.top(), unsure.top()))) {
      const std::size_t match = unsure.top().match;
      unsure.pop();
      sure.push({scorer.score(match, words_of(matches.candidates.ids[match])), match});
    }
    Ranked best{.id = matches.candidates.ids[sure.top().match], .score = sure.top().score};
    sure.pop();
    co_yield std::move(best);
  }
}

}  // namespace storage
