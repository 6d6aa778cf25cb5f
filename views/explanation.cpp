#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "base/quantity.hpp"
#include "views/explanation.hpp"
#include "views/printable.hpp"
#include "views/words.hpp"

namespace views {
namespace {

using storage::Explanation;

constexpr std::size_t kStepsShown = 4;

std::string listed(const storage::Some& some) {
  const auto shown = static_cast<std::int64_t>(some.urls.size());
  std::string list = fmt::format("{}", fmt::join(some.urls, ", "));
  if (some.count > shown) list += fmt::format(" and {} more", some.count - shown);
  return list;
}

std::string host_of(const std::string& url) {
  const auto parsed = crawler::Url::parse(url);
  return parsed ? std::string(parsed->site()) : url;
}

/// What a rule means, and what would let the URL in.
std::string about_rule(const Explanation& known) {
  const std::string& rule = known.reason;
  if (rule == "scope") {
    return fmt::format(
        "it is outside of the scope of the crawl. --allow-host {} lets its host in; so may a wider --scope.",
        host_of(known.url));
  }
  if (rule == "redirects out of the crawl's scope") {
    return "it redirects to where the scope of the crawl does not reach. --allow-host with that host lets it in.";
  }
  if (rule == "pattern") return "the patterns leave it out: see --include and --exclude.";
  if (rule == "nofollow") {
    return fmt::format("all who link to it ask not to follow. As a seed it is crawled: sitedex crawl {}", known.url);
  }
  if (rule == "robots.txt") {
    return "robots.txt forbids it. Its operator may change that; on a site of your own, --ignore-robots does.";
  }
  if (rule.starts_with("trap")) {
    return fmt::format("it looks like one of URLs that the site makes without end ({}). --traps off takes it too.",
                       rule);
  }
  if (rule == "scheme") return "it is neither http nor https.";
  return fmt::format("a rule forbids it: {}.", rule);
}

std::string about_failure(const Explanation& known) {
  const std::int64_t status = known.status.value_or(0);
  if (status == 404 || status == 410) {
    return fmt::format("It is broken: the server says that it is not there ({}). Fix the links that lead to it.",
                       status);
  }
  if (status == 401 || status == 403) {
    return fmt::format(
        "The server does not let us see it ({}). Credentials may help: https://user:password@HOST/ as the seed, or -H.",
        status);
  }
  if (status == 429) return "The server found us too fast (429). A slower pace may help: --delay, --rate.";
  if (status >= 500) return fmt::format("The server failed ({}). Its log should say why.", status);
  if (status != 0) return fmt::format("It gave no good answer: {} (status {}).", known.reason, status);
  return fmt::format("It gave no answer: {}.", known.reason);
}

std::string about_waiting(const Explanation& known) {
  if (known.max_depth && known.depth > *known.max_depth) {
    return fmt::format(
        "It waits: {} from a seed are more than the --max-depth {} of the last run. A higher one takes it.",
        base::counted(known.depth, "link"), *known.max_depth);
  }
  return "It waits for its turn: the crawl has not come to it. The same crawl command goes on from there.";
}

std::string about_alias(const Explanation& known) {
  if (known.stands_for.empty()) return fmt::format("It is an alias: {}.", known.reason);
  std::string sentence = fmt::format("It {} and stands for that one", known.reason);
  for (const storage::Step& step : known.stands_for) {
    sentence += fmt::format("{} {}", &step == &known.stands_for.front() ? ":" : ", and that for", step.url);
  }
  const std::string& end = known.stands_for.back().state;
  if (end == "page") return sentence + ", which is a page.";
  return fmt::format("{}, which is no page but {}{}.", sentence, end,
                     known.stands_for.back().reason.empty() ? "" : ": " + known.stands_for.back().reason);
}

std::string about_page(const Explanation& known) {
  if (known.reason == "noindex") {
    return "It is a page, and its links were followed, but it asks not to be indexed (noindex).";
  }
  std::string sentence = known.title.empty() ? "It is an indexed page without a title"
                                             : fmt::format("It is an indexed page, \"{}\"", known.title);
  if (!known.reason.empty()) sentence += fmt::format(", though not all of it: {}", known.reason);
  return sentence + ".";
}

/// What it is now, and why.
std::string about_state(const Explanation& known) {
  if (known.state == "page") return about_page(known);
  if (known.state == "alias") return about_alias(known);
  if (known.state == "failed") return about_failure(known);
  if (known.state == "waiting") return about_waiting(known);
  if (known.state == "skipped") return fmt::format("It is not indexed: it {}, and only pages are.", known.reason);
  if (known.state == "deferred") {
    return fmt::format("It gave no good answer yet ({}), and is asked once more when nothing else waits.",
                       known.reason);
  }
  if (known.state == "target") {
    return "A redirect led to it, and the crawl stopped before it was read. The same crawl command goes on from there.";
  }
  if (known.state == "refused" && known.reason == "forgotten") {
    return "It was removed by sitedex forget. A crawl that comes upon it takes it as new.";
  }
  if (known.state == "refused") return "It was not asked for: " + about_rule(known);
  return fmt::format("Its state is {}: {}.", known.state, known.reason);
}

std::string about_what_is_kept(const Explanation& known) {
  if (known.is_held) return "There is no evidence that it is gone, so the page that it was is still found by search.";
  if (known.is_indexed && known.state != "page")
    return "The page that an earlier round found there is still in the index.";
  return {};
}

std::string about_round(const Explanation& known) {
  if (!known.is_of_earlier_round || known.reason == "forgotten") return {};
  return known.crawl_is_finished ? "The last round of the crawl did not come upon it: nothing led there any more."
                                 : "The present round of the crawl has not come upon it yet.";
}

std::string about_finding(const Explanation& known) {
  const std::string how_deep = base::counted(known.depth, "link");
  if (known.found_along.empty()) {
    return known.is_listed ? "A sitemap lists it." : "It is a seed: the crawl began there.";
  }
  std::string way;
  for (const storage::Step& step : known.found_along) {
    if (&step - known.found_along.data() >= static_cast<std::ptrdiff_t>(kStepsShown)) break;
    way += (way.empty() ? "" : ", that on ") + step.url;
  }
  const bool is_redirect = known.found_along.front().reason.starts_with("redirects");
  const std::size_t more = known.found_along.size() - std::min(known.found_along.size(), kStepsShown);
  std::string rest;
  if (known.is_path_cut) {
    rest = ", and so on";
  } else if (more > 0) {
    rest = fmt::format(", and so on over {} to {}", base::counted(more, "page"), known.found_along.back().url);
  }
  return fmt::format("It was first {} {}{}; {}.", is_redirect ? "reached by a redirect of" : "found on", way, rest,
                     known.is_listed ? "the way begins at a sitemap" : how_deep + " from a seed");
}

std::string about_answer(const Explanation& known) {
  if (!known.fetched_at || *known.fetched_at <= 0 || known.attempts == 0) return {};
  if (known.state == "alias") return fmt::format("It was asked for on {}.", moment(*known.fetched_at));
  std::string sentence = fmt::format("It was asked for on {}", moment(*known.fetched_at));
  if (known.attempts > 1) sentence += fmt::format(", {} times", known.attempts);
  if (known.status) sentence += fmt::format(": status {}", *known.status);
  if (!known.content_type.empty()) sentence += fmt::format(", {}", known.content_type);
  if (known.bytes && known.took_ms) sentence += fmt::format(", {} in {}", size(*known.bytes), took(*known.took_ms));
  return sentence + ".";
}

std::string about_links(const Explanation& known) {
  const auto& [urls, count, is_at_least] = known.linked_from;
  if (count == 0) return known.is_indexed && !is_at_least ? "No other indexed page links to it." : "";
  return fmt::format("{}{} {} to it: {}.", is_at_least ? "At least " : "", base::counted(count, "indexed page"),
                     count == 1 ? "links" : "link", listed(known.linked_from));
}

std::string about_canonical(const Explanation& known) {
  if (known.canonical_reason.empty()) return {};
  return fmt::format("It names {} as canonical, which was not followed: {}.",
                     known.canonical.empty() ? "another URL" : known.canonical, known.canonical_reason);
}

}  // namespace

std::vector<std::string> sentences(const Explanation& known) {
  std::vector<std::string> told;
  const auto tell = [&](std::string sentence) {
    if (!sentence.empty()) told.push_back(std::move(sentence));
  };
  tell(about_state(known));
  tell(about_what_is_kept(known));
  tell(about_round(known));
  tell(about_finding(known));
  tell(about_answer(known));
  tell(about_canonical(known));
  if (known.needs_script) tell("It shows hardly a word without JavaScript, which sitedex does not run.");
  if (known.aliases.count > 0) {
    tell(fmt::format("{} for it: {}.",
                     known.aliases.count == 1 ? "One URL stands" : fmt::format("{} URLs stand", known.aliases.count),
                     listed(known.aliases)));
  }
  if (known.same_content.count > 0) tell(fmt::format("The same bytes came from {}.", listed(known.same_content)));
  tell(about_links(known));
  return told;
}

std::vector<std::string> sentences(const crawler::Url& typed, const storage::Surroundings& surroundings) {
  std::vector<std::string> told = {"It was never seen: no page that was read links to it, and no sitemap lists it."};
  if (!surroundings.nearest.empty()) {
    told.push_back(fmt::format("Known and most like it: {}.", fmt::join(surroundings.nearest, ", ")));
  }
  std::vector<std::string> counts;
  for (const auto& [rule, count] : surroundings.refusals) counts.push_back(fmt::format("{} by {}", count, rule));
  if (!counts.empty()) {
    told.push_back(fmt::format("Of its host, rules refused URLs: {}.{}", fmt::join(counts, ", "),
                               surroundings.has_uncounted
                                   ? " Beyond the first 1,000 of a rule they were only counted: it may be one of those."
                                   : ""));
  }
  if (surroundings.crawls.empty()) {
    told.push_back(
        fmt::format("No crawl has been to its host. To crawl it: sitedex crawl {}", typed.without_fragment().href()));
  } else {
    told.push_back(
        fmt::format("To have it crawled, link to it, list it in a sitemap, or name it as a seed: sitedex crawl {}",
                    typed.without_fragment().href()));
  }
  return told;
}

namespace {

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

Json json_of(const storage::Explanation& known) {
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

Json json_of(const crawler::Url& typed, const storage::Sighting& sighting, const storage::Surroundings& around) {
  const bool is_known = !sighting.in_crawls.empty();
  Json json = {{"typed", typed.without_fragment().href()}, {"url", sighting.url}, {"known", is_known}};
  for (const storage::Explanation& known : sighting.in_crawls) json["in_crawls"].push_back(json_of(known));
  if (!is_known) json["surroundings"] = json_of(around);
  if (!is_known) json["sentences"] = sentences(typed, around);
  return json;
}

}  // namespace views
