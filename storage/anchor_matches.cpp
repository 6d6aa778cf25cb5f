#include "storage/anchor_matches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <span>
#include <utility>

#include "storage/fts5.hpp"
#include "storage/positions.hpp"
#include "storage/query_rows.hpp"

namespace storage {
namespace {

constexpr const char* kCollectAnchor = "collect_anchor";
constexpr const char* kMatches = "anchor_matches";

constexpr auto kAnchors = static_cast<std::size_t>(Column::kAnchors);

AnchorMatch match_of(std::int64_t page, std::span<PlaceReader> words) {
  Lengths least{};
  Positions positions;
  positions.close();
  return {.page = page, .occurrences = read_positions(words, least, positions).front()};
}

/// `collect_anchor(anchor_index, matches)`. No exception may pass through SQLite.
void collect_anchor(const Fts5ExtensionApi* api, Fts5Context* row, sqlite3_context* result, int,
                    sqlite3_value** values) try {
  auto* const matches = static_cast<std::vector<AnchorMatch>*>(sqlite3_value_pointer(values[0], kMatches));
  if (matches == nullptr) return;
  PlaceReader phrase(*api, row, 0);
  matches->push_back(match_of(api->xRowid(row), {&phrase, 1}));
} catch (const std::bad_alloc&) {
  sqlite3_result_error_nomem(result);
}

/// Into the candidates from `first` to before `last`, which are ascending, as the matches are.
void merge(Candidates& candidates, std::size_t first, std::size_t last, std::size_t phrase,
           const std::vector<AnchorMatch>& matches) {
  const std::span<const std::int64_t> ids(candidates.ids);
  for (const auto& [page, occurrences] : matches) {
    while (first < last && ids[first] < page) ++first;
    if (first == last) return;
    if (ids[first] == page) candidates.occurrences[first * candidates.phrases + phrase][kAnchors] = occurrences;
  }
}

/// Pages, ascending, and how many of the phrases each has in the texts of links.
struct Counted {
  std::int64_t page = 0;
  std::size_t phrases = 0;
};

std::vector<Counted> count(const std::vector<std::vector<AnchorMatch>>& found) {
  std::vector<std::int64_t> pages;
  for (const auto& matches : found) {
    for (const AnchorMatch& match : matches) pages.push_back(match.page);
  }
  std::ranges::sort(pages);
  std::vector<Counted> counted;
  for (const std::int64_t page : pages) {
    if (counted.empty() || counted.back().page != page) counted.push_back({.page = page});
    ++counted.back().phrases;
  }
  return counted;
}

/// Of words of its own a page may have none.
void append(Candidates& candidates, std::int64_t page, Candidates& own) {
  if (candidates.ids.empty()) {  // so the index has not been measured
    candidates.pages_of_index = own.pages_of_index;
    candidates.words_of_index = own.words_of_index;
  }
  own.occurrences.resize(candidates.phrases);
  own.closeness.resize(candidates.pairs());
  own.least_words.resize(1);
  candidates.ids.push_back(page);
  candidates.occurrences.insert(candidates.occurrences.end(), own.occurrences.begin(), own.occurrences.end());
  candidates.closeness.insert(candidates.closeness.end(), own.closeness.begin(), own.closeness.end());
  candidates.least_words.push_back(own.least_words.front());
}

/// Whether it asks for words and nothing else: then it is plain which pages match it by the texts of links.
bool is_plain(const Query& query) {
  const auto is_anywhere = [](const Phrase& phrase) { return phrase.front().place == Word::Place::kAnywhere; };
  return query.excluded.empty() && query.filter.empty() && std::ranges::all_of(query.phrases, is_anywhere) &&
         std::ranges::all_of(query.groups, [](std::size_t alternatives) { return alternatives == 1; });
}

/// Asks for pages that have any phrase, be it an optional one.
Query any_of(const Query& query) {
  Query any{.phrases = query.phrases, .wanted = Query::Wanted::kAny, .languages = query.languages};
  any.phrases.insert(any.phrases.end(), query.optional.begin(), query.optional.end());
  any.groups.assign(any.phrases.size(), 1);
  return any;
}

}  // namespace

void lend_anchor_function(Connection& connection) {
  fts5_api& api = fts5_of(connection);
  api.xCreateFunction(&api, kCollectAnchor, nullptr, collect_anchor, nullptr);
}

AnchorMatcher::AnchorMatcher(Connection& connection)
    : index_(connection, "anchor_index"),
      find_(connection.prepare(fmt::format("SELECT {}(anchor_index, ?2) FROM anchor_index WHERE anchor_index MATCH ?1"
                                           " ORDER BY rowid LIMIT {}",
                                           kCollectAnchor, kMostCandidates))),
      is_page_(connection.prepare("SELECT 1 FROM pages WHERE id = ?")) {}

void AnchorMatcher::add_to(Candidates& candidates, const Query& query, CandidateFinder& finder) {
  std::vector<Pages> found;
  for (const Phrase& phrase : query.phrases) {
    const bool is_anywhere = phrase.front().place == Word::Place::kAnywhere;
    found.push_back(is_anywhere ? find(phrase, query.languages) : Pages());
  }
  const std::size_t seen = candidates.ids.size();
  if (candidates.is_whole && query.wanted == Query::Wanted::kAll && is_plain(query))
    add_unseen(candidates, query, found, finder);
  for (std::size_t i = 0; i < found.size(); ++i) {
    merge(candidates, 0, seen, i, found[i]);
    merge(candidates, seen, candidates.ids.size(), i, found[i]);
  }
}

AnchorMatcher::Pages AnchorMatcher::find(const Phrase& phrase, indexer::Languages languages) {
  const Query query{.phrases = {phrase}, .groups = {1}, .languages = languages};
  if (auto found = find_in_tables(query)) return *std::move(found);
  Pages pages;
  find_.run(match_expression(query), Lent{&pages, kMatches});
  return pages;
}

std::optional<AnchorMatcher::Pages> AnchorMatcher::find_in_tables(const Query& query) try {
  if (!QueryRows::are_of(query) || !index_.is_whole()) return std::nullopt;
  Pages pages;
  index_.look();
  QueryRows rows(index_, query);
  for (std::int64_t row = 0; (row = rows.find(row)) != WordRows::kNone && pages.size() < kMostCandidates; ++row) {
    const AnchorMatch match = match_of(row, rows.places());
    if (match.occurrences > 0) pages.push_back(match);
  }
  return pages;
} catch (const UnknownFormat&) {
  return std::nullopt;
}

void AnchorMatcher::add_unseen(Candidates& candidates, const Query& query, const std::vector<Pages>& found,
                               CandidateFinder& finder) {
  const std::vector<std::int64_t> seen = candidates.ids;
  const Query any = any_of(query);
  std::size_t left = kMostUnseen;
  for (const auto& [page, phrases] : count(found)) {
    if (phrases < query.phrases.size() || std::ranges::binary_search(seen, page) || !is_page_.integer(page)) continue;
    if (left-- == 0) return;
    Candidates own{.phrases = candidates.phrases,
                   .close_phrases = candidates.close_phrases,
                   .asks_what = candidates.asks_what,
                   .words = candidates.words};
    const bool may_have_some = query.phrases.size() > 1;  // of a single one it would be a candidate
    if (may_have_some || candidates.ids.empty()) finder.find_one(any, page, own);
    append(candidates, page, own);
  }
}

}  // namespace storage
