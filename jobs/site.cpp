#include "jobs/site.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/quantity.hpp"
#include "crawler/crawl.hpp"
#include "crawler/own_host.hpp"
#include "crawler/robots.hpp"
#include "jobs/pace.hpp"

namespace jobs {
namespace {

using crawler::Page;
using crawler::Url;
using lazy::generator;
using lazy::Turn;

/// Of a list: what went in was the serialization of a URL.
Url url_of(const storage::SeedList::Seed& seed) {
  return Url::parse(seed.url).value();
}

std::string first_host(storage::SeedList& seeds, std::uint64_t site) {
  auto all = seeds.seeds_of(site);
  return std::string(url_of(*all.begin()).host());
}

/// The crawl of these seeds, at the beginning of the round in which the run goes on.
std::pair<storage::Crawl, Plan> open(const Shared& shared, std::uint64_t site) {
  const CrawlOptions& options = shared.options;
  const storage::Crawl crawl = shared.crawls.find_or_create(shared.seeds.names_of(site), scope_word(options.scope));
  Plan planned = plan(shared.crawls, crawl, options);
  if (planned.kind == Plan::Kind::kAgain) shared.crawls.begin_round(crawl.id, planned.reuse);
  if (planned.kind == Plan::Kind::kGoOn && crawl.is_finished) shared.crawls.reopen(crawl.id);
  shared.crawls.set_rules(crawl.id, rules_text(options), options.max_depth);
  return {shared.crawls.find(crawl.id), std::move(planned)};
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
  return {.agent = shared.reader.options().reading.agent,
          .session = static_cast<std::uint64_t>(crawl.id),
          .is_ignored = shared.options.ignore_robots};
}

}  // namespace

Site::Site(const Shared& shared, std::uint64_t number) : Site(shared, number, open(shared, number)) {}

Site::Site(const Shared& shared, std::uint64_t number, std::pair<storage::Crawl, Plan> opened)
    : shared_(shared),
      host_(first_host(shared.seeds, number)),
      crawl_(std::move(opened.first)),
      plan_(std::move(opened.second)),
      store_(shared.database, shared.ledger, {.crawl = crawl_.id, .number = crawl_.round},
             {.from = crawl_.usable_from, .stands = crawl_.reused}),
      frontier_(store_, rules(shared, number, crawl_),
                {.crawl = crawl_.id,
                 .max_depth = shared.options.max_depth,
                 .waiting = static_cast<std::uint64_t>(crawl_.waiting),
                 .is_new = plan_.kind != Plan::Kind::kGoOn,
                 .has_stored = crawl_.round > 1 && shared.options.warc.empty()}),  // an archive has all answers whole
      limits_(shared.options.limits, static_cast<std::uint64_t>(crawl_.good)),
      robots_(shared.reader, store_, robots(shared, crawl_)),
      sitemaps_(shared.reader, robots_, frontier_, store_, store_, shared.options.sitemaps) {
  for (const auto& seed : shared.seeds.seeds_of(number)) frontier_.seed(url_of(seed), seed.is_guess);
}

generator<Turn<Page>> Site::pages() {
  return crawler::crawl(frontier_, limits_, robots_, sitemaps_, shared_.reader);
}

std::string Site::what_is_ahead() const {
  const CrawlOptions& options = shared_.options;
  const std::string crawl = storage::described(crawl_.name);
  const std::string pages = base::counted(crawl_.pages, "page");
  const bool is_local = !options.folder.empty() || options.archive;
  const std::string from = is_local ? fmt::format(" from {}", options.archive ? "the archive" : options.folder) : "";
  const std::string how = is_local ? "" : ", " + pace(options, host_);
  if (options.list) return fmt::format("Listing {}{}{}", crawl, from, how);
  switch (plan_.kind) {
    case Plan::Kind::kNew:
      return fmt::format("Crawling {}{} into {}{}", crawl, from, options.database, how);
    case Plan::Kind::kGoOn:
      return fmt::format("Going on with {}{} in {}, for {}: {} so far, {} waiting{}", crawl, from, options.database,
                         plan_.why, pages, base::counted(frontier_.waiting(), "URL"), how);
    case Plan::Kind::kAgain:
      return fmt::format("Crawling {} again{} into {}, for {}: {} so far{}", crawl, from, options.database, plan_.why,
                         pages, how);
  }
  return {};
}

bool Site::wants_contact() const {
  const CrawlOptions& options = shared_.options;
  return options.folder.empty() && !options.archive && options.network.user_agent == kUserAgent &&
         !crawler::is_own_host(host_);
}

Site::Closed Site::close() {
  const storage::Crawl now = shared_.crawls.find(crawl_.id);
  Closed closed{.waiting = static_cast<std::uint64_t>(now.waiting)};
  const bool has_all_pages = limits_.counted() >= shared_.options.limits.max_pages;
  if (!frontier_.is_closed() && !has_all_pages) return closed;
  const bool is_closed = frontier_.is_closed() && now.waiting == 0;
  closed.end = storage::end_round(shared_.database, now, is_closed, shared_.options.losses);
  shared_.crawls.finish(crawl_.id, is_closed       ? "every URL found has been crawled"
                                   : has_all_pages ? "it has as many pages as it may have"
                                                   : "it is as deep as it may be");
  return closed;
}

}  // namespace jobs
