#include "app/explain.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/json.hpp"
#include "app/terminal.hpp"
#include "app/words.hpp"

namespace app {
namespace {

using storage::Explanation;

void print_sentences(const std::vector<std::string>& sentences, std::string_view indent) {
  for (const std::string& sentence : sentences) fmt::print("{}{}\n", indent, printable(sentence));
}

void print_known(const std::string& typed, const storage::Sighting& sighting) {
  if (sighting.url != typed) fmt::print("{} is not known, but this is:\n", printable(typed));
  for (const Explanation& known : sighting.in_crawls) {
    const bool is_one = sighting.in_crawls.size() == 1;
    fmt::print("{}{}\n", printable(known.url),
               is_one ? "" : printable(" in the crawl of " + storage::described(known.crawl)));
    print_sentences(sentences(known), "  ");
  }
}

Json json_of(const storage::Some& some) {
  return {{"count", some.count}, {"at_least", some.is_at_least}, {"first", some.urls}};
}

Json json_of(const std::vector<storage::Step>& steps) {
  Json json = Json::array();
  for (const auto& [url, state, reason] : steps) json.push_back({{"url", url}, {"state", state}, {"reason", reason}});
  return json;
}

template <typename Value>
Json json_of(const std::optional<Value>& value) {
  return value ? Json(*value) : Json();
}

Json json_of(const Explanation& known) {
  return {{"crawl", known.crawl},
          {"url", known.url},
          {"state", known.state},
          {"reason", known.reason},
          {"indexed", known.is_indexed},
          {"held", known.is_held},
          {"of_earlier_round", known.is_of_earlier_round},
          {"depth", known.depth},
          {"status", json_of(known.status)},
          {"content_type", known.content_type},
          {"bytes", json_of(known.bytes)},
          {"fetched_at", json_of(known.fetched_at)},
          {"took_ms", json_of(known.took_ms)},
          {"attempts", known.attempts},
          {"title", known.title},
          {"canonical", known.canonical},
          {"canonical_reason", known.canonical_reason},
          {"needs_script", known.needs_script},
          {"found_along", json_of(known.found_along)},
          {"listed_by_sitemap", known.is_listed},
          {"stands_for", json_of(known.stands_for)},
          {"aliases", json_of(known.aliases)},
          {"same_content", json_of(known.same_content)},
          {"linked_from", json_of(known.linked_from)},
          {"sentences", sentences(known)}};
}

Json json_of(const storage::Surroundings& surroundings) {
  Json refusals = Json::object();
  for (const auto& [rule, count] : surroundings.refusals) refusals[rule] = count;
  return {{"nearest", surroundings.nearest}, {"refusals", std::move(refusals)}, {"crawls", surroundings.crawls}};
}

}  // namespace

Exit explain(const ExplainOptions& options) {
  auto database = storage::Database::open_reader(options.database);
  const crawler::Url url = crawler::Url::parse(options.url).value();
  const std::string typed = url.without_fragment().href();
  const storage::Sighting sighting = storage::find_url(database, url);
  const bool is_known = !sighting.in_crawls.empty();
  const auto around = is_known ? storage::Surroundings{} : storage::surroundings(database, url);
  if (options.format == Format::kJson) {
    Json json = {{"typed", typed}, {"url", sighting.url}, {"known", is_known}};
    for (const Explanation& known : sighting.in_crawls) json["in_crawls"].push_back(json_of(known));
    if (!is_known) json["surroundings"] = json_of(around);
    if (!is_known) json["sentences"] = sentences(url, around);
    fmt::print("{}\n", dump(json));
  } else if (is_known) {
    print_known(typed, sighting);
  } else {
    fmt::print("{}\n", printable(typed));
    print_sentences(sentences(url, around), "  ");
  }
  return is_known ? Exit::kDone : Exit::kFailure;
}

}  // namespace app
