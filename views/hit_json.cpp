#include "views/hit_json.hpp"

#include <utility>

#include "views/hit_url.hpp"
#include "views/score_explanation.hpp"

namespace views {
namespace {

Json json_of(const std::vector<storage::Facet>& facets) {
  Json json = Json::object();
  for (const auto& [field, values, others] : facets) {
    Json list = Json::array();
    for (const auto& [value, hits] : values) list.push_back({{"value", value}, {"hits", hits}});
    json[field] = {{"values", std::move(list)}, {"others", others}};
  }
  return json;
}

}  // namespace

Json json_of(const storage::Hit& hit) {
  Json matches = Json::array();
  for (const auto& match : hit.snippet.matches) matches.push_back({match.begin, match.end});
  Json json = {{"url", hit.url},
               {"title", hit.title},
               {"snippet", hit.snippet.text},
               {"matches", std::move(matches)},
               {"cut_before", hit.snippet.cut_before},
               {"cut_after", hit.snippet.cut_after},
               {"score", hit.score},
               {"all_words", hit.all_words},
               {"folded", hit.folded}};
  if (!hit.section.path.empty()) json["section"] = {{"url", url_of(hit)}, {"path", hit.section.path}};
  for (const auto& [url, title] : hit.others) json["others"].push_back({{"url", url}, {"title", title}});
  if (!hit.parts.empty()) json["parts"] = parts_json(hit);
  return json;
}

Json json_of(std::string_view query, const storage::Results& results) {
  Json hits = Json::array();
  for (const storage::Hit& hit : results.hits) hits.push_back(json_of(hit));
  Json json = {{"query", query},
               {"total", results.total},
               {"total_is_least", results.total_is_least},
               {"total_is_estimate", results.total_is_estimate}};
  json["notices"] = results.notices;
  if (results.suggestion) json["suggestion"] = *results.suggestion;
  if (results.next) json["next"] = storage::to_text(*results.next);
  if (!results.facets.empty()) json["facets"] = json_of(results.facets);
  json["hits"] = std::move(hits);
  return json;
}

}  // namespace views
