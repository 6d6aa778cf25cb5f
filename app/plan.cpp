#include "app/plan.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "crawler/robots.hpp"

namespace app {
namespace {

std::string date_of(std::int64_t seconds) {
  return fmt::format("{:%Y-%m-%d %H:%M}", fmt::gmtime(static_cast<std::time_t>(seconds)));
}

}  // namespace

std::string rules_text(const CrawlOptions& options) {
  std::vector<std::string> lines;
  for (const std::string& host : options.allowed) lines.push_back("allow-host " + host);
  for (const crawler::Pattern& pattern : options.include) lines.push_back("include " + pattern.text());
  for (const crawler::Pattern& pattern : options.exclude) lines.push_back("exclude " + pattern.text());
  for (const std::string& name : options.dropped_parameters) lines.push_back("drop-param " + name);
  if (!options.traps) lines.emplace_back("traps off");
  if (options.ignore_robots) lines.emplace_back("ignore-robots");
  using Source = crawler::Sitemaps::Source;
  if (options.sitemaps.source == Source::kNone) lines.emplace_back("sitemap off");
  if (options.sitemaps.source == Source::kUrl) lines.push_back("sitemap " + options.sitemaps.url->href());
  lines.push_back(fmt::format("agent {}", crawler::product_token(options.network.user_agent)));
  lines.push_back(fmt::format("max-body {}", options.network.receive.max_body_bytes));
  std::ranges::sort(lines);
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

Plan plan(storage::Crawls& crawls, const storage::Crawl& crawl, const CrawlOptions& options) {
  using enum Plan::Kind;
  const bool is_untouched = crawl.round == 1 && crawl.good == 0 && crawl.waiting == 0 && !crawl.is_finished;
  if (is_untouched) return {};
  if (!crawl.rules.empty() && crawl.rules != rules_text(options)) {
    return {.kind = kAgain, .reuses = !crawl.is_finished, .why = "its rules have changed"};
  }
  if (options.max_depth > crawl.max_depth && crawl.was_refilled && crawls.has_waiting(crawl.id, options.max_depth)) {
    return {.kind = kAgain, .reuses = true, .why = "it may go deeper now"};
  }
  const bool has_pages_left = static_cast<std::uint64_t>(crawl.good) < options.limits.max_pages;
  if (!crawl.is_finished && has_pages_left) return {.kind = kGoOn, .why = "it was stopped"};
  if (crawl.is_finished && has_pages_left && crawls.has_waiting(crawl.id, options.max_depth)) {
    return {.kind = kGoOn, .why = "its limits are higher now"};
  }
  if (!crawl.is_finished) return {.kind = kAgain, .why = "it has as many pages as it may have"};
  if (crawl.good == 0) return {.kind = kAgain, .why = "it came to nothing"};
  return {.kind = kAgain, .why = fmt::format("it was finished on {} UTC", date_of(crawl.finished_at))};
}

}  // namespace app
