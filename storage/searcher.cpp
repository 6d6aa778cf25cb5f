#include "storage/searcher.hpp"

#include <algorithm>
#include <ranges>

#include "lazy/adaptors.hpp"
#include "storage/postings.hpp"
#include "storage/query.hpp"

namespace storage {

namespace {

/// Of the main content, unless only the rest has what was asked for.
Snippet snippet_of(std::string_view body, std::string_view rest, const Query& query, indexer::Language language) {
  Snippet snippet = make_snippet(body, query, {.language = language});
  if (!snippet.matches.empty() || rest.empty()) return snippet;
  Snippet other = make_snippet(rest, query, {.language = language});
  return other.matches.empty() ? snippet : other;
}

}  // namespace

Searcher::Searcher(Database& database, const Ranking& ranking)
    : database_(database),
      ranker_(database.connection(), ranking),
      page_(database.connection().prepare(
          "SELECT url, title, text_of(body), language, text_of(rest) FROM pages WHERE id = ?")),
      fingerprint_(database.connection().prepare("SELECT fingerprint FROM pages WHERE id = ?")) {}

Results Searcher::search(std::string_view typed, std::size_t limit, std::size_t offset, const Deadline& deadline) {
  const Snapshot snapshot(database_.connection());
  const Query query = parse_query(typed, languages_of_index(database_.connection()));
  if (query.empty()) return {.notices = query.notices};
  const Page page{limit, offset};
  Results results{.notices = query.notices};
  const Matches all = ranker_.find_all(query, deadline);
  count(results, all);
  add_hits(results, all, page, shown_in_text(query), true);
  if (all.count() >= limit || !all.is_in_time) return results;

  const Query any = any_word(query);
  const Matches some = ranker_.find_some(any, query, all.count(), deadline);
  count(results, some);
  results.only_some_words = all.count() == 0 && some.count() > 0;
  const Page rest{limit - results.hits.size(), offset - std::min(offset, all.count())};
  add_hits(results, some, rest, shown_in_text(any), false);
  return results;
}

Results Searcher::search_collapsed(std::string_view typed, std::size_t limit, std::size_t offset,
                                   const Deadline& deadline) {
  const Snapshot snapshot(database_.connection());
  const Query query = parse_query(typed, languages_of_index(database_.connection()));
  if (query.empty()) return {.notices = query.notices};
  const Page page{limit, offset};
  Results results{.notices = query.notices};
  Collapse collapse;
  const Matches all = ranker_.find_all(query, deadline);
  count(results, all);
  add_collapsed(results, collapse, page, all, shown_in_text(query), true);
  if (collapse.hits() < limit && collapse.looked_at() < kMostLookedAt && all.is_in_time) {
    const Query any = any_word(query);
    const Matches some = ranker_.find_some(any, query, all.count(), deadline);
    count(results, some);
    results.only_some_words = all.count() == 0 && some.count() > 0;
    add_collapsed(results, collapse, page, some, shown_in_text(any), false);
  }
  if (results.total == 0) return results;
  const auto looked_at = static_cast<std::int64_t>(collapse.looked_at());
  results.total_is_estimate = looked_at < results.total;
  results.total = results.total * static_cast<std::int64_t>(collapse.hits()) / looked_at;
  return results;
}

void Searcher::count(Results& results, const Matches& matches) {
  results.total += static_cast<std::int64_t>(matches.count());
  results.total_is_least |= !matches.candidates.is_whole;
  results.is_out_of_time |= !matches.is_in_time;
}

void Searcher::add_hits(Results& results, const Matches& matches, Page page, const Query& query, bool all_words) {
  if (page.offset >= matches.count()) return;
  for (const Ranked& ranked : ranker_.best_first(matches) | std::views::drop(page.offset) | lazy::take(page.limit)) {
    add_hit(results, ranked, query, all_words);
  }
}

void Searcher::add_hit(Results& results, const Ranked& ranked, const Query& query, bool all_words) {
  for (const Row page : page_.rows(ranked.id)) {
    results.hits.push_back(
        {.id = ranked.id,
         .url = std::string(page.text(0)),
         .title = std::string(page.text(1)),
         .snippet = snippet_of(page.text(2), page.text(4), query, indexer::Language::of_tag(page.text(3))),
         .score = ranked.score,
         .all_words = all_words});
  }
}

/// Hits of the pages before are placed, too: others are folded into them.
void Searcher::add_collapsed(Results& results, Collapse& collapse, Page page, const Matches& matches,
                             const Query& query, bool all_words) {
  for (const Ranked& ranked : ranker_.best_first(matches)) {
    if (collapse.looked_at() == kMostLookedAt) return;
    const auto bits = static_cast<std::uint64_t>(fingerprint_.integer(ranked.id).value_or(0));
    const std::size_t hits = collapse.hits();
    const std::size_t number = collapse.place({bits});
    const bool is_new = number == hits;
    if (is_new && number >= page.offset + page.limit) return;
    if (number < page.offset) continue;
    if (is_new) {
      add_hit(results, ranked, query, all_words);
    } else {
      ++results.hits.at(number - page.offset).near_duplicates;
    }
  }
}

}  // namespace storage
