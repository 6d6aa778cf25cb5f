#include "jobs/plan.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>
#include <vector>

#include "crawler/robots.hpp"

namespace jobs {
namespace {

constexpr auto kRulesOfReading = std::to_array<std::string_view>(
    {"drop-param ", "agent ", "max-body ", "texts ", "convert ", "select ", "exclude-selector "});

std::string date_of(std::int64_t seconds) {
  return fmt::format("{:%Y-%m-%d %H:%M}", fmt::gmtime(static_cast<std::time_t>(seconds)));
}

/// The rules that decide what is read from an answer: where they differ, what was stored of it is of no use.
std::string rules_of_reading(std::string_view rules) {
  std::string text;
  while (!rules.empty()) {
    const std::string_view line = rules.substr(0, rules.find('\n') + 1);
    rules.remove_prefix(line.size());
    const auto begins = [&](std::string_view word) { return line.starts_with(word); };
    if (std::ranges::any_of(kRulesOfReading, begins)) text += line;
  }
  return text;
}

storage::Reuse reuse_under(std::string_view rules, const storage::Crawl& crawl) {
  if (rules_of_reading(rules) != rules_of_reading(crawl.rules)) return storage::Reuse::kNone;
  return crawl.is_finished ? storage::Reuse::kUnchanged : storage::Reuse::kPresent;
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
  if (!options.documents.texts) lines.emplace_back("texts off");
  for (const crawler::Converter& converter : options.documents.converters) {
    lines.push_back(fmt::format("convert {} in {} bytes", converter.text(), options.documents.conversion.memory_bytes));
  }
  for (const indexer::Selector& selector : options.selection.main) lines.push_back("select " + selector.text());
  for (const indexer::Selector& selector : options.selection.ignored) {
    lines.push_back("exclude-selector " + selector.text());
  }
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
  if (const std::string rules = rules_text(options); !crawl.rules.empty() && crawl.rules != rules) {
    return {.kind = kAgain, .reuse = reuse_under(rules, crawl), .why = "its rules have changed"};
  }
  if (options.max_depth > crawl.max_depth && crawl.was_refilled && crawls.has_waiting(crawl.id, options.max_depth)) {
    return {.kind = kAgain, .reuse = storage::Reuse::kPresent, .why = "it may go deeper now"};
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

}  // namespace jobs
