#include "storage/ranker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <queue>
#include <utility>

#include "lazy/adaptors.hpp"
#include "storage/fts5.hpp"

namespace storage {
namespace {

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

/// A page at its place among the others before it was ranked again.
struct Placed {
  friend bool operator<(const Placed& a, const Placed& b) {
    return a.page.score != b.page.score ? a.page.score < b.page.score : a.place > b.place;
  }

  Ranked page;
  std::size_t place = 0;
};

BestFirst most_possible(const Scorer& scorer, const std::vector<Lengths>& least_words) {
  std::vector<Scored> most;
  most.reserve(least_words.size());
  for (const Lengths& words : least_words) most.push_back({scorer.score(most.size(), words), most.size()});
  return BestFirst(IsWorse(), std::move(most));
}

bool has(const Occurrences& occurrences) {
  return std::ranges::any_of(occurrences, [](auto count) { return count > 0; });
}

/// Whether less than all pages with its words are asked for.
bool is_narrowed(const Query& query) {
  return !query.excluded.empty() || !query.filter.empty();
}

Candidates empty_candidates(const Query& query) {
  Candidates empty{.phrases = query.phrases.size() + query.optional.size(),
                   .close_phrases = query.phrases.size(),
                   .asks_what = query.asks_what};
  bool have_several = false;
  for (const auto* phrases : {&query.phrases, &query.optional}) {
    for (const Phrase& phrase : *phrases) {
      empty.words.push_back(phrase.size());
      have_several |= phrase.size() > 1;
    }
  }
  if (!have_several) empty.words.clear();
  return empty;
}

/// The pages that were found, ascending, and how to know the others, if there are any.
CandidateFinder::Known known_by(const Query& query, const Candidates& found, std::vector<std::int64_t>& ids) {
  ids = found.ids;
  std::ranges::sort(ids);
  return {.ids = ids, .expression = found.is_whole ? "" : match_expression(query)};
}

}  // namespace

Ranker::Ranker(Connection& connection, const Ranking& ranking)
    : connection_(connection),
      ranking_(ranking),
      finder_(connection),
      anchors_(connection),
      feedback_(connection, ranking_),
      prior_(connection, ranking_),
      last_page_(connection.prepare("SELECT max(id) FROM page_index_docsize")),
      lengths_(connection.prepare("SELECT sz FROM page_index_docsize WHERE id = ?")) {}

/// Of one phrase alone the matches are the pages that have it.
Matches Ranker::find_all(const Query& query, const Deadline& deadline) {
  if (query.phrases.empty()) return find_by_filter(query, deadline);
  Candidates empty = empty_candidates(query);
  const bool are_matches_all_with_word = query.phrases.size() == 1 && !is_narrowed(query);
  if (!are_matches_all_with_word) empty.pages_with.resize(query.phrases.size());
  Matches matches = find(query, {}, std::move(empty), deadline);
  if (!are_matches_all_with_word) count_phrases(query, matches, deadline);
  const Candidates& found = matches.candidates;
  if (are_matches_all_with_word)
    matches.worths.push_back(worth_of(found.pages_of_index, in_whole_crawl(found.count())));
  for (const PageCount& count : found.pages_with) {
    matches.worths.push_back(worth_of(found.pages_of_index, in_whole_crawl(count)));
  }
  for (std::size_t i = 0; i < matches.worths.size(); ++i) matches.worths[i] *= query.emphasis[i];
  matches.worths.resize(found.phrases, ranking_.stop_word * worth_of(1, 1));
  if (matches.is_in_time) anchors_.add_to(matches.candidates, query, finder_);
  return matches;
}

/// Those of several words: the others have been counted with the first match.
void Ranker::count_phrases(const Query& query, Matches& matches, const Deadline& deadline) {
  if (matches.count() == 0) return;
  for (std::size_t i = 0; i < query.phrases.size(); ++i) {
    if (query.phrases[i].size() == 1) continue;
    const Query phrase{.phrases = {query.phrases[i]}, .groups = {1}, .languages = query.languages};
    const Matches found = find(phrase, {}, empty_candidates(phrase), deadline);
    matches.candidates.pages_with[i] = found.candidates.count();
    matches.is_in_time &= found.is_in_time;
  }
}

Matches Ranker::find_some(const Query& query, const Query& all, const Matches& with_all, const Deadline& deadline) {
  Candidates empty = empty_candidates(query);
  const bool none_left = loose_groups(all) <= 1 && all.phrases == query.phrases;
  if (none_left) return {.candidates = std::move(empty)};
  std::vector<std::int64_t> ids;
  Matches matches = find(query, known_by(all, with_all.candidates, ids), std::move(empty), deadline);
  const Candidates& found = matches.candidates;
  std::vector<std::size_t> pages(query.phrases.size(), with_all.count());
  for (std::size_t match = 0; match < matches.count(); ++match) {
    const auto occurrences = found.occurrences_of(match);
    for (std::size_t i = 0; i < pages.size(); ++i) pages[i] += has(occurrences[i]);
  }
  for (std::size_t i = 0; i < pages.size(); ++i) {
    PageCount count = found.count();
    count.pages = pages[i];
    matches.worths.push_back(query.emphasis[i] * worth_of(found.pages_of_index, in_whole_crawl(count)));
  }
  if (matches.is_in_time) anchors_.add_to(matches.candidates, query, finder_);
  return matches;
}

Matches Ranker::find(const Query& query, const CandidateFinder::Known& known, Candidates empty,
                     const Deadline& deadline) {
  return in_time(std::move(empty), deadline,
                 [&](Candidates& candidates) { finder_.find(query, known, deadline, candidates); });
}

Matches Ranker::find_by_filter(const Query& query, const Deadline& deadline) {
  return in_time({.phrases = 0}, deadline, [&](Candidates& candidates) {
    finder_.find_all(query.filter, excluded_expression(query), candidates);
  });
}

/// What `find` adds to `empty` until the deadline is over.
template <typename Find>
Matches Ranker::in_time(Candidates empty, const Deadline& deadline, Find find) {
  Matches matches{.candidates = std::move(empty), .is_in_time = !deadline.is_over()};
  const TimeLimit limit(connection_, deadline);
  try {
    if (matches.is_in_time) find(matches.candidates);
  } catch (const Interrupted&) {
    if (!deadline.is_over()) throw;  // it was another who interrupted it
    matches.is_in_time = false;
  }
  if (!matches.is_in_time) matches.candidates.is_whole = false;
  return matches;
}

double Ranker::in_whole_crawl(const PageCount& count) {
  return count.in_whole_crawl(count.is_whole ? count.last : last_page_.integer().value_or(count.last));
}

/// FTS5 keeps them.
Lengths Ranker::lengths_of(std::int64_t page) {
  for (const Row row : lengths_.rows(page)) {
    std::span<const std::uint8_t> numbers = row.bytes(0);
    Lengths lengths{};
    for (std::uint32_t& length : std::span(lengths).first<kOwnColumns>())
      length = static_cast<std::uint32_t>(take_varint(numbers));
    return lengths;
  }
  connection_.fail(SQLITE_CORRUPT);
}

lazy::generator<Ranked> Ranker::best_by_words(const Matches& matches) {
  const Scorer scorer(ranking_, matches.candidates, matches.worths);
  BestFirst unsure = most_possible(scorer, matches.candidates.least_words);
  BestFirst sure;
  while (!unsure.empty() || !sure.empty()) {
    while (!unsure.empty() && (sure.empty() || IsWorse()(sure.top(), unsure.top()))) {
      const std::size_t match = unsure.top().match;
      unsure.pop();
      sure.push({scorer.score(match, lengths_of(matches.candidates.ids[match])), match});
    }
    const auto [score, match] = sure.top();
    Ranked best{.id = matches.candidates.ids[match], .score = score, .match = match};
    sure.pop();
    co_yield std::move(best);
  }
}

/// The best by the query's words, where it is long ranked again by the words of the best.
lazy::generator<Ranked> Ranker::best_by_texts(const Matches& matches, double worth) {
  auto by_words = best_by_words(matches);
  if (matches.candidates.close_phrases < ranking_.feedback_words) {
    co_yield lazy::elements_of(std::move(by_words));
    co_return;
  }
  auto next = by_words.begin();
  std::vector<Ranked> best;
  for (; next != by_words.end() && best.size() < ranking_.ranked_again; ++next) best.push_back(*next);
  feedback_.rank(best, matches.candidates, worth);
  std::ranges::stable_sort(best, std::greater(), &Ranked::score);
  for (Ranked& ranked : best) co_yield std::move(ranked);
  for (; next != by_words.end(); ++next) co_yield *next;
}

/// Of the first ones no more are looked at than may be the next best, whatever they are worth by themselves.
lazy::generator<Ranked> Ranker::best_first(const Matches& matches) {
  const double worth = std::accumulate(matches.worths.begin(), matches.worths.end(), 0.0);
  auto by_texts = best_by_texts(matches, worth);
  auto next = by_texts.begin();
  std::priority_queue<Placed> sure;
  std::size_t places = 0;
  const auto may_be_best = [&] {
    return places < ranking_.ranked_again && next != by_texts.end() &&
           (sure.empty() || sure.top().page.score < prior_.most((*next).score, worth));
  };
  while (true) {
    for (; may_be_best(); ++next) {
      Ranked ranked = *next;
      prior_.rank(ranked, worth);
      sure.push({ranked, places++});
    }
    if (sure.empty()) break;
    Ranked best = sure.top().page;
    sure.pop();
    co_yield std::move(best);
  }
  for (; next != by_texts.end(); ++next) co_yield *next;
}

std::vector<ScorePart> Ranker::parts_of(const Ranked& ranked, const Matches& matches) {
  using enum ScorePart::Kind;
  const Scorer scorer(ranking_, matches.candidates, matches.worths);
  std::vector<ScorePart> parts = scorer.parts(ranked.match, lengths_of(ranked.id));
  parts.push_back({.kind = kFeedback, .score = ranked.feedback});
  parts.push_back({.kind = kLinks, .score = ranked.links});
  parts.push_back({.kind = kDepth, .score = ranked.depth});
  return parts;
}

}  // namespace storage
