#include "web/search_api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "storage/completion.hpp"
#include "storage/result_cursor.hpp"
#include "views/completion_json.hpp"
#include "views/hit_json.hpp"
#include "web/answers.hpp"
#include "web/typed_search.hpp"

namespace web {
namespace {

using server::Request;
using server::Response;
using storage::GroupBy;
using views::Json;

constexpr std::size_t kMostCompletions = 20;

// Of searches: from a millisecond to the time that they may take.
const std::vector<double> kSeconds{.001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5};

GroupBy group_by(const Request& request) {
  static constexpr auto kNames = std::to_array<std::pair<std::string_view, GroupBy>>({
      {"likeness", GroupBy::kLikeness},
      {"nothing", GroupBy::kNothing},
      {"site", GroupBy::kSite},
      {"section", GroupBy::kSection},
  });
  const auto given = request.parameter("group_by");
  if (!given || given->empty()) return GroupBy::kLikeness;
  const auto found = std::ranges::find(kNames, *given, &std::pair<std::string_view, GroupBy>::first);
  if (found == kNames.end()) throw BadRequest{"group_by: one of likeness, nothing, site, section is expected"};
  return found->second;
}

TypedResults find(storage::Searcher& searcher, std::string_view query, const storage::SearchOptions& options,
                  bool is_typing) {
  if (is_typing) return search_as_typed(searcher, query, options);
  return {.results = searcher.search(query, options)};
}

Response search(const Request& request, Searchers& searchers, const SearchLimits& limits,
                prometheus::Histogram& seconds) {
  const std::string query = text(request, "q");
  const storage::SearchOptions options = search_options(request, limits);
  const bool is_typing = number(request, "typing", 0, 0, 1) == 1;
  const auto started = std::chrono::steady_clock::now();
  const auto [results, wider] = find(searchers.borrow()->searcher, query, options, is_typing);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
  seconds.Observe(took.count());
  if (results.is_out_of_time && results.total == 0) throw storage::Interrupted();

  Json json = views::json_of(query, results);
  json.erase("total");  // as Meilisearch names it
  if (wider) json["wider"] = *wider;
  json["limit"] = options.limit;
  json["offset"] = options.after ? options.after->offset : options.offset;
  json["estimatedTotalHits"] = results.total;
  json["processingTimeMs"] = std::chrono::round<std::chrono::milliseconds>(took).count();
  json["is_out_of_time"] = results.is_out_of_time;
  return answer(json);
}

Response suggest(const Request& request, Searchers& searchers) {
  const std::string typed = text(request, "q");
  const std::uint64_t limit = number(request, "limit", 8, 1, kMostCompletions);
  return answer(views::json_of(typed, storage::complete(searchers.borrow()->database, typed, limit)));
}

/// Lines of a column, as an array.
Json lines(std::string_view text) {
  Json json = Json::array();
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    json.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return json;
}

Response page(const Request& request, Searchers& searchers) {
  const std::string url = text(request, "url");
  const Searchers::Loan reader = searchers.borrow();
  storage::Statement select = reader->database.connection().prepare(
      "SELECT url, title, description, language, headings, text_of(body), coalesce(changed_at, 0)"
      " FROM pages JOIN urls USING (id, url) WHERE urls.url = ? LIMIT 1");
  for (const storage::Row row : select.rows(url)) {
    return answer({{"url", row.text(0)},
                   {"title", row.text(1)},
                   {"description", row.text(2)},
                   {"language", row.text(3)},
                   {"headings", lines(row.text(4))},
                   {"text", row.text(5)},
                   {"changed_at", time_json(row.integer(6))}});
  }
  return server::error_response(404, "no_such_page", "no page of that URL is in the index");
}

}  // namespace

storage::SearchOptions search_options(const Request& request, const SearchLimits& limits) {
  storage::SearchOptions options{.limit = number(request, "limit", 10, 1, limits.most_hits),
                                 .offset = number(request, "offset", 0, 0, limits.most_offset),
                                 .group_by = group_by(request),
                                 .suggestion = true,
                                 .facets = number(request, "facets", 0, 0, 1) == 1,
                                 .deadline = storage::Deadline(limits.timeout)};
  if (const auto cursor = request.parameter("cursor"); cursor && !cursor->empty()) {
    options.after = storage::parse_cursor(*cursor);
    if (!options.after) throw BadRequest{"cursor: it is no place where a list of hits ended"};
  }
  return options;
}

void add_search_api(server::Router& router, Searchers& searchers, const SearchLimits& limits,
                    server::Metrics& metrics) {
  const auto add = [&](const char* pattern, server::Handler handler) {
    router.add({.pattern = pattern, .handler = answering(std::move(handler))});
  };
  auto& seconds = metrics.histogram("sitedex_search_seconds", "How long searches took", kSeconds);
  add("/api/v1/search",
      [&searchers, limits, &seconds](const Request& request) { return search(request, searchers, limits, seconds); });
  add("/api/v1/suggest", [&searchers](const Request& request) { return suggest(request, searchers); });
  add("/api/v1/page", [&searchers](const Request& request) { return page(request, searchers); });
}

}  // namespace web
