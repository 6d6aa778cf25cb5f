#include "crawler/sitemaps.hpp"

#include <fmt/format.h>

#include <utility>

namespace crawler {
namespace {

using lazy::elements_of;

constexpr std::size_t kMostSitemaps = 50'000;  // as many as one index file may name
constexpr int kDeepestNesting = 3;             // the protocol has one level of index files
constexpr std::uint64_t kStretch = 1'000;      // URLs queued before the crawl goes on

lazy::Turn<std::uint64_t> nothing_yet() {
  return std::nullopt;
}

}  // namespace

Sitemaps::Sitemaps(Reader& reader, RobotsCache& robots, Frontier& frontier, RobotsStore& origins, SitemapStore& store,
                   Options options)
    : reader_(reader),
      robots_(robots),
      frontier_(frontier),
      origins_(origins),
      store_(store),
      options_(std::move(options)) {}

Sitemaps::Stretches Sitemaps::stretches() {
  taken_ = store_.sitemap_entries();
  for (const Url& root : roots()) co_yield elements_of(open(root, 0));
  Stretch last = end_stretch();
  if (*last > 0) co_yield std::move(last);
}

/// Asked when the queue has run dry: then the origins of the crawl are known.
std::vector<Url> Sitemaps::roots() {
  std::vector<Url> roots;
  if (options_.url) roots.push_back(*options_.url);
  if (options_.source != Source::kRobots) return roots;
  for (const std::string& origin : origins_.origins()) {
    std::vector<std::string> named = robots_.sitemaps(origin);
    if (named.empty()) named.emplace_back("/sitemap.xml");
    const auto base = Url::parse(origin);
    for (const std::string& location : named) {
      const auto url = Url::parse(location, *base);
      if (url && frontier_.has_site(*url)) roots.push_back(url->without_fragment());
    }
  }
  return roots;
}

// The parameters are values: what they are copied from may be gone when the frame goes on.
Sitemaps::Stretches Sitemaps::open(Url url, int nesting) {
  if (nesting > kDeepestNesting || opened_.size() == kMostSitemaps || !opened_.insert(url.href()).second) co_return;
  Stretch before = end_stretch();
  if (*before > 0) co_yield std::move(before);

  const bool is_named = frontier_.is_named(url);
  std::optional<base::Result<bool>> permission;
  while (!(permission = robots_.ask(url, {.is_named = is_named}))) co_yield nothing_yet();
  if (!permission->value_or(false)) {
    if (*permission) {
      store_.keep_sitemap(url.href(), "robots.txt", SitemapEnd::kGone);
    } else {
      store_.keep_sitemap(url.href(), permission->error().what, SitemapEnd::kFailed);
    }
    co_return;
  }
  Retrieval retrieval(reader_,
                      {.url = url,
                       .session = static_cast<std::uint64_t>(frontier_.crawl()),
                       .is_named = is_named,
                       .any_type = true,
                       .max_body_bytes = SitemapLimits().max_bytes},
                      {});
  std::optional<base::Result<Response>> response;
  while (!(response = retrieval.poll())) co_yield nothing_yet();
  if (!*response || (*response)->status != 200) {
    keep_failure(url, *response);
    co_return;
  }

  std::string problem;
  for (auto&& entry : sitemap_entries(std::move((*response)->body), retrieval.url())) {
    if (!entry) {
      problem = entry.error().what;
    } else if (entry->is_sitemap) {
      if (may_open(entry->url)) co_yield elements_of(open(entry->url, nesting + 1));
    } else {
      push(*entry);
      if (queued_ < kStretch) continue;
      Stretch full = end_stretch();
      co_yield std::move(full);
    }
  }
  store_.keep_sitemap(url.href(), problem, problem.empty() ? SitemapEnd::kRead : SitemapEnd::kBrokenOff);
}

void Sitemaps::keep_failure(const Url& url, const base::Result<Response>& response) {
  if (!response) return store_.keep_sitemap(url.href(), response.error().what, SitemapEnd::kFailed);
  const bool is_gone = response->status == 404 || response->status == 410;
  store_.keep_sitemap(url.href(), fmt::format("answered with status {}", response->status),
                      is_gone ? SitemapEnd::kGone : SitemapEnd::kFailed);
}

/// An index names sitemaps of the crawl's own sites, or lies where the operator said.
bool Sitemaps::may_open(const Url& url) const {
  return frontier_.has_site(url) || (options_.url && options_.url->site() == url.site());
}

void Sitemaps::push(const SitemapEntry& entry) {
  if (++entries_ <= taken_) return;
  const auto [id, is_queued] = frontier_.push_listed(entry.url);
  if (is_queued) ++queued_;
  if (entry.lastmod && id != 0) store_.keep_lastmod(id, *entry.lastmod);
}

/// Whenever the crawl goes on, what was pushed and how far that was are stored together.
Sitemaps::Stretch Sitemaps::end_stretch() {
  if (entries_ > taken_) {
    taken_ = entries_;
    store_.keep_sitemap_entries(taken_);
  }
  return std::exchange(queued_, 0);
}

}  // namespace crawler
