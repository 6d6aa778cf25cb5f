#include "app/site.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "app/pace.hpp"
#include "app/terminal.hpp"
#include "crawler/crawl.hpp"
#include "crawler/own_host.hpp"
#include "crawler/robots.hpp"

namespace app {
namespace {

using crawler::Page;
using crawler::Url;
using lazy::generator;
using lazy::Turn;

constexpr std::uint64_t kMostSitesAnnounced = 10;

/// Of a list: what went in was the serialization of a URL.
Url url_of(const storage::SeedList::Seed& seed) {
  return Url::parse(seed.url).value();
}

std::string_view word(ScopeKind scope) {
  switch (scope) {
    case ScopeKind::kHost:
      return "host";
    case ScopeKind::kDomain:
      return "domain";
    case ScopeKind::kPrefix:
      return "prefix";
  }
  return {};
}

std::string first_host(storage::SeedList& seeds, std::uint64_t site) {
  auto all = seeds.seeds_of(site);
  return std::string(url_of(*all.begin()).host());
}

/// The crawl of these seeds. One that came to nothing is started afresh.
storage::Crawl find(const Shared& shared, std::uint64_t site) {
  const std::vector<std::string> names = shared.seeds.names_of(site);
  const std::string_view scope = word(shared.options.scope);
  storage::Crawl crawl = shared.crawls.find_or_create(names, scope);
  const bool came_to_nothing = crawl.is_finished && crawl.pages == 0;
  if (!came_to_nothing) return crawl;
  shared.crawls.forget(crawl.id);
  return shared.crawls.find_or_create(names, scope);
}

/// A prefix below another one adds nothing to it.
void drop_nested(std::vector<std::string>& prefixes) {
  std::ranges::sort(prefixes);
  std::vector<std::string> kept;
  for (std::string& prefix : prefixes) {
    if (kept.empty() || !prefix.starts_with(kept.back())) kept.push_back(std::move(prefix));
  }
  prefixes = std::move(kept);
}

crawler::Scope scope(const Shared& shared, std::uint64_t site, const storage::Crawl& crawl) {
  const CrawlOptions& options = shared.options;
  crawler::Scope scope{.sites = crawl.sites, .include = options.include, .exclude = options.exclude};
  scope.allowed.insert(options.allowed.begin(), options.allowed.end());
  for (const auto& seed : shared.seeds.seeds_of(site)) {
    const Url url = url_of(seed);
    const bool is_new = scope.seeds.emplace(url.site()).second;
    if (options.scope == ScopeKind::kPrefix) scope.prefixes.emplace_back(crawler::directory(url));
    if (options.scope == ScopeKind::kDomain) {
      if (scope.domains.empty()) scope.domains.emplace_back(url.host());
    } else if (is_new) {
      scope.sites.emplace_back(url.site());
    }
  }
  drop_nested(scope.prefixes);
  return scope;
}

crawler::Frontier::Rules rules(const Shared& shared, std::uint64_t site, const storage::Crawl& crawl) {
  const std::vector<std::string>& dropped = shared.options.dropped_parameters;
  const std::vector<std::string_view> names(dropped.begin(), dropped.end());
  constexpr crawler::TrapLimits kNoTraps{.url_bytes = 0,
                                         .segments = 0,
                                         .segment_in_row = 0,
                                         .group_in_row = 0,
                                         .queries_per_path = 0,
                                         .deep_urls = 0,
                                         .deepest_urls = 0};
  return {.scope = scope(shared, site, crawl),
          .canonicalizer = crawler::Canonicalizer::parse(names).value(),
          .traps = shared.options.traps ? crawler::TrapLimits{} : kNoTraps};
}

crawler::RobotsCache::Options robots(const Shared& shared, const storage::Crawl& crawl) {
  return {.agent = shared.reader.options().agent,
          .session = static_cast<std::uint64_t>(crawl.id),
          .is_ignored = shared.options.ignore_robots};
}

/// A finished crawl has taken all that its sitemaps list.
crawler::Sitemaps::Options sitemaps(const CrawlOptions& options, const storage::Crawl& crawl) {
  return crawl.is_finished ? crawler::Sitemaps::Options{} : options.sitemaps;
}

}  // namespace

Site::Site(const Shared& shared, std::uint64_t number)
    : shared_(shared),
      host_(first_host(shared.seeds, number)),
      crawl_(find(shared, number)),
      store_(shared.database, shared.ledger, crawl_.id),
      frontier_(store_, rules(shared, number, crawl_),
                {.crawl = crawl_.id,
                 .max_depth = shared.options.max_depth,
                 .waiting = static_cast<std::uint64_t>(crawl_.waiting)}),
      limits_(shared.options.limits, static_cast<std::uint64_t>(crawl_.pages)),
      robots_(shared.reader, store_, robots(shared, crawl_)),
      sitemaps_(shared.reader, robots_, frontier_, store_, store_, sitemaps(shared.options, crawl_)) {
  for (const auto& seed : shared.seeds.seeds_of(number)) frontier_.seed(url_of(seed), seed.is_guess);
  if (crawl_.is_finished && frontier_.waiting() > 0) shared.crawls.reopen(crawl_.id);
}

generator<Turn<Page>> Site::pages() {
  return crawler::crawl(frontier_, limits_, robots_, sitemaps_, shared_.reader);
}

std::string Site::what_is_ahead() const {
  const CrawlOptions& options = shared_.options;
  const std::string crawl = described(crawl_);
  const std::string pages = counted(crawl_.pages, "page");
  const bool is_local = !options.folder.empty();
  const std::string from = is_local ? fmt::format(" from {}", options.folder) : "";
  const std::string how = is_local ? "" : ", " + pace(options, host_);
  if (options.list) return fmt::format("Listing {}{}{}", crawl, from, how);
  if (crawl_.is_finished && frontier_.waiting() == 0) {
    return fmt::format(
        "{} is finished: {} in {}, nothing waits, and a higher limit brings no more. To crawl it afresh, name another "
        "file with --db.",
        crawl, pages, options.database);
  }
  if (crawl_.pages == 0) return fmt::format("Crawling {}{} into {}{}", crawl, from, options.database, how);
  return fmt::format("Going on with {}{} in {}: {} so far, {} waiting{}", crawl, from, options.database, pages,
                     counted(frontier_.waiting(), "URL"), how);
}

bool Site::wants_contact() const {
  const CrawlOptions& options = shared_.options;
  return options.folder.empty() && options.network.user_agent == kUserAgent && !crawler::is_own_host(host_);
}

std::uint64_t Site::close() {
  const auto now = shared_.crawls.find(crawl_.id);
  if (now.waiting == 0 && frontier_.is_closed()) {
    shared_.crawls.finish(crawl_.id, "every URL found has been crawled");
  }
  return static_cast<std::uint64_t>(now.waiting);
}

generator<generator<Turn<Page>>> Sites::crawls(Progress& progress) {
  for (std::uint64_t number = 1; number <= shared_.seeds.sites(); ++number) co_yield pages_of(number, progress);
}

generator<Turn<Page>> Sites::pages_of(std::uint64_t number, Progress& progress) {
  const auto site = open_.emplace(open_.end(), shared_, number);
  ++opened_;
  announce(*site, progress);
  for (auto&& turn : site->pages()) co_yield std::move(turn);
  left_waiting_ += site->close();
  open_.erase(site);
}

void Sites::announce(const Site& site, Progress& progress) {
  const CrawlOptions& options = shared_.options;
  const std::uint64_t all = shared_.seeds.sites();
  if (opened_ == 1 && all > kMostSitesAnnounced) {
    progress.say(fmt::format("{} {} of {}, at most {} at a time. The first: {}", options.list ? "Listing" : "Crawling",
                             counted(shared_.seeds.seeds(), "seed"), counted(all, "site"), kMostSitesOpen,
                             site.what_is_ahead()));
  } else if (all <= kMostSitesAnnounced || options.verbose) {
    progress.say(site.what_is_ahead());
  }
  if (!site.wants_contact() || std::exchange(has_asked_for_contact_, true)) return;
  progress.say("Let its operator know who asks: --contact https://example.org/crawler or --contact you@example.org");
}

Progress::Standing Sites::standing() const {
  const std::uint64_t max_pages = shared_.options.limits.max_pages;
  const bool is_limited = max_pages != crawler::LimitOptions().max_pages;
  Progress::Standing now;
  for (const Site& site : open_) {
    now.waiting += site.waiting();
    if (is_limited) now.limit += max_pages - std::min(max_pages, site.limits().counted());
  }
  if (is_limited) now.limit += max_pages * (shared_.seeds.sites() - opened_);
  return now;
}

std::uint64_t Sites::close() {
  for (Site& site : open_) left_waiting_ += site.close();
  open_.clear();
  return left_waiting_;
}

}  // namespace app
