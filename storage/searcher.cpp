#include "storage/searcher.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>
#include <utility>

#include "storage/index_languages.hpp"
#include "storage/query.hpp"
#include "storage/text_compression.hpp"

namespace storage {

namespace {

// A list that goes on is read this much further than where it was, for the hit that was the last may be further down.
constexpr std::size_t kMostMoved = 100;

/// Where hits are shown from.
std::size_t beginning(const HitList& list, const SearchOptions& options) {
  if (!options.after) return options.offset;
  const auto last = std::ranges::find(list.hits(), options.after->last, [](const Listed& hit) { return hit.page.id; });
  if (last == list.hits().end()) return options.after->offset;
  return static_cast<std::size_t>(last - list.hits().begin()) + 1;
}

/// How many hits are to be listed, with one more, which tells whether there are more.
std::size_t most_listed(const SearchOptions& options) {
  const std::size_t offset = options.after ? options.after->offset + kMostMoved : options.offset;
  return offset + options.limit + 1;
}

void estimate_total(const HitList& list, Results& results) {
  const auto looked_at = static_cast<std::int64_t>(list.looked_at());
  if (looked_at == 0) return;
  results.total_is_estimate = looked_at < results.total;
  results.total = results.total * static_cast<std::int64_t>(list.hits().size()) / looked_at;
}

std::vector<std::int64_t> pages_of(const Matches& all, const Matches& some) {
  std::vector<std::int64_t> pages = all.candidates.ids;
  pages.insert(pages.end(), some.candidates.ids.begin(), some.candidates.ids.end());
  return pages;
}

std::string text_of(const Phrase& phrase) {
  std::string text;
  for (const Word& word : phrase) text += (text.empty() ? "" : " ") + word.text;
  return text;
}

}  // namespace

Searcher::Searcher(Connection& connection, const Ranking& ranking)
    : connection_(connection),
      ranker_(connection, ranking),
      page_(connection.prepare(fmt::format("SELECT url, title, {}, language, sections, layout, moved FROM pages"
                                           " WHERE id = ?",
                                           text_sql("body")))),
      rest_(connection.prepare(fmt::format("SELECT {} FROM pages WHERE id = ?", text_sql("rest")))),
      other_(connection.prepare("SELECT url, title FROM pages WHERE id = ?")) {}

Results Searcher::search(std::string_view typed, const SearchOptions& options) {
  const Snapshot snapshot(connection_);
  const Query query = parse_query(typed, languages_of_index(connection_));
  Results results{.notices = query.notices};
  if (query.empty()) return results;
  HitList list(connection_, options.group_by, most_listed(options));
  const Matches all = ranker_.find_all(query, options.deadline);
  take(all, true, list, results);
  if (options.suggestion) results.suggestion = suggest(typed, query, all);
  const Query any = any_word(query);
  Matches some;
  if (list.hits().size() < options.limit && list.looked_at() < HitList::kMostLookedAt && all.is_in_time) {
    some = ranker_.find_some(any, query, all, options.deadline);
    take(some, false, list, results);
    results.only_some_words = all.count() == 0 && some.count() > 0;
  }
  if (options.group_by == GroupBy::kLikeness) estimate_total(list, results);
  if (options.facets) results.facets = count_facets(connection_, pages_of(all, some), options.deadline);
  show(list, options, {query, all}, {any, some}, results);
  return results;
}

std::optional<std::string> Searcher::suggest(std::string_view typed, const Query& query, const Matches& all) {
  if (all.count() > Suggester::kFew || !all.is_in_time || query.phrases.empty()) return std::nullopt;
  if (!suggester_) suggester_.emplace(connection_);
  return suggester_->suggest(typed, query, all.count());
}

void Searcher::take(const Matches& matches, bool all_words, HitList& list, Results& results) {
  results.total += static_cast<std::int64_t>(matches.count());
  results.total_is_least |= !matches.candidates.is_whole;
  results.is_out_of_time |= !matches.is_in_time;
  for (const Ranked& ranked : ranker_.best_first(matches)) {
    if (!list.add(ranked, all_words)) break;
  }
}

void Searcher::show(const HitList& list, const SearchOptions& options, const Answer& all, const Answer& some,
                    Results& results) {
  const std::size_t from = beginning(list, options);
  const Query all_shown = shown_in_text(all.query);
  const Query some_shown = shown_in_text(some.query);
  for (const Listed& listed : list.hits() | std::views::drop(from) | std::views::take(options.limit)) {
    const auto& [query, matches] = listed.all_words ? all : some;
    add_hit(results, listed, listed.all_words ? all_shown : some_shown);
    if (options.explanation) explain(results.hits.back(), listed.page, matches, query);
  }
  const std::size_t end = from + results.hits.size();
  if (end > from && end < list.hits().size()) results.next = {.offset = end, .last = results.hits.back().id};
}

void Searcher::explain(Hit& hit, const Ranked& ranked, const Matches& matches, const Query& query) {
  hit.parts = ranker_.parts_of(ranked, matches);
  for (const auto* phrases : {&query.phrases, &query.optional}) {
    for (const Phrase& phrase : *phrases) hit.phrases.push_back(text_of(phrase));
  }
}

/// The rest of a page is long, and seldom wanted.
Snippet Searcher::make_snippet(std::int64_t page, std::string_view body, const Query& query,
                               indexer::Language language) {
  const SnippetOptions options{.language = language};
  Snippet snippet = storage::make_snippet(body, query, options);
  if (!snippet.matches.empty()) return snippet;
  for (const Row row : rest_.rows(page)) snippet = or_of_rest(std::move(snippet), row.text(0), query, options);
  return snippet;
}

void Searcher::add_hit(Results& results, const Listed& listed, const Query& query) {
  for (const Row page : page_.rows(listed.page.id)) {
    Hit& hit = results.hits.emplace_back(Hit{.id = listed.page.id,
                                             .url = std::string(page.text(0)),
                                             .title = std::string(page.text(1)),
                                             .score = listed.page.score,
                                             .all_words = listed.all_words,
                                             .folded = listed.folded});
    hit.snippet = make_snippet(hit.id, page.text(2), query, indexer::Language::of_tag(page.text(3)));
    const bool shows_body = !hit.snippet.is_of_rest && !hit.snippet.matches.empty();
    const StoredSections sections{.sections = page.text(4), .layout = page.text(5), .moved = page.text(6)};
    if (shows_body) hit.section = section_at(hit.snippet.place, page.text(2), sections);
    for (const std::int64_t other : listed.others) {
      for (const Row row : other_.rows(other))
        hit.others.push_back({std::string(row.text(0)), std::string(row.text(1))});
    }
  }
}

lazy::generator<Hit> Searcher::hits_of(const Matches& matches, const Query& query, bool all_words) {
  Results one;
  for (const Ranked& ranked : ranker_.best_first(matches)) {
    add_hit(one, {.page = ranked, .all_words = all_words}, query);
    for (Hit& hit : one.hits) co_yield std::move(hit);
    one.hits.clear();
  }
}

lazy::generator<Hit> Searcher::hits(std::string typed) {
  const Query query = parse_query(typed, languages_of_index(connection_));
  if (query.empty()) co_return;
  const Deadline none = Deadline::none();
  const Matches all = ranker_.find_all(query, none);
  const Query shown = shown_in_text(query);
  co_yield lazy::elements_of(hits_of(all, shown, true));
  const Query any = any_word(query);
  const Matches some = ranker_.find_some(any, query, all, none);
  const Query any_shown = shown_in_text(any);
  co_yield lazy::elements_of(hits_of(some, any_shown, false));
}

}  // namespace storage
