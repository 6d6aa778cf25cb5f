#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "crawler/frontier_store.hpp"
#include "crawler/robots_cache.hpp"
#include "crawler/sitemaps.hpp"

namespace support {

/// What a crawl keeps, in plain containers. A page's place in the queue is given up by `done`.
class MemoryStore : public crawler::FrontierStore, public crawler::RobotsStore, public crawler::SitemapStore {
 public:
  std::optional<crawler::Known> find(std::string_view url) override {
    const auto found = ids.find(std::string(url));
    if (found == ids.end()) return std::nullopt;
    return crawler::Known{.id = found->second, .is_open = open.contains(found->second)};
  }

  crawler::Waiting enqueue(const crawler::Discovery& discovery) override {
    const crawler::UrlId id = add_redirect_target(discovery);
    crawler::Waiting waiting{
        .position = ++last_position, .id = id, .url = std::string(discovery.url), .depth = discovery.depth};
    queue.emplace(waiting.position, waiting);
    return waiting;
  }

  crawler::UrlId add_redirect_target(const crawler::Discovery& discovery) override {
    const auto id = discovery.row != 0 ? discovery.row : static_cast<crawler::UrlId>(ids.size()) + 1;
    ids.emplace(discovery.url, id);
    open.erase(id);
    found_from[id] = discovery.found_from;
    return id;
  }

  crawler::UrlId refuse(const crawler::Discovery& discovery, std::string_view rule) override {
    refused.emplace_back(std::string(rule) + " " + std::string(discovery.url));
    const crawler::UrlId id = add_redirect_target(discovery);
    if (rule == "nofollow") open.insert(id);
    return id;
  }

  std::vector<crawler::Waiting> waiting(std::int64_t after, std::size_t most, int max_depth) override {
    std::vector<crawler::Waiting> stretch;
    for (auto at = queue.upper_bound(after); at != queue.end() && stretch.size() < most; ++at) {
      if (at->second.depth <= max_depth) stretch.push_back(at->second);
    }
    return stretch;
  }

  std::uint64_t requeue_deferred() override {
    const std::uint64_t urls = deferred.size();
    for (auto& [position, waiting] : std::exchange(deferred, {})) {
      waiting.position = ++last_position;
      waiting.is_last = true;
      queue.emplace(waiting.position, waiting);
    }
    return urls;
  }

  crawler::Stored stored(std::string_view url) override {
    const auto found = stored_pages.find(std::string(url));
    return found == stored_pages.end() ? crawler::Stored() : found->second.first;
  }
  void recall(crawler::Page& page) override {
    page.status = 200;
    page.content.links = stored_pages.at(page.url.href()).second;
  }

  std::uint64_t counted(std::uint64_t bound) override { return bounds[bound]; }
  void count(std::uint64_t bound) override { ++bounds[bound]; }

  void add_site(std::string_view site) override { sites.emplace_back(site); }

  std::optional<std::string> robots(std::string_view origin) override {
    const auto found = robots_texts.find(std::string(origin));
    return found == robots_texts.end() ? std::nullopt : std::optional(found->second);
  }
  void keep_robots(std::string_view origin, std::string_view text) override {
    if (robots_texts.insert_or_assign(std::string(origin), std::string(text)).second) asked.emplace_back(origin);
  }
  std::vector<std::string> origins() override { return asked; }

  std::uint64_t sitemap_entries() override { return entries_taken; }
  void keep_sitemap_entries(std::uint64_t taken) override { entries_taken = taken; }
  void keep_sitemap(std::string_view url, std::string_view problem, crawler::SitemapEnd /*end*/) override {
    sitemaps.insert_or_assign(std::string(url), std::string(problem));
  }
  void keep_lastmod(crawler::UrlId url, std::chrono::sys_seconds time) override { lastmod[url] = time; }

  void done(const crawler::Page& page) {
    auto place = queue.extract(page.position);
    if (page.outcome != crawler::Outcome::kDeferred) return;
    place.mapped().id = page.id;
    place.mapped().url = page.url.href();
    deferred.insert(std::move(place));
  }

  std::map<std::string, crawler::UrlId> ids;
  std::map<crawler::UrlId, crawler::UrlId> found_from;
  std::set<crawler::UrlId> open;
  std::map<std::int64_t, crawler::Waiting> queue;
  std::map<std::int64_t, crawler::Waiting> deferred;
  std::vector<std::string> refused;
  std::vector<std::string> sites;
  std::map<std::string, std::pair<crawler::Stored, std::vector<crawler::Link>>> stored_pages;
  std::map<std::uint64_t, std::uint64_t> bounds;
  std::map<std::string, std::string> robots_texts;
  std::vector<std::string> asked;
  std::uint64_t entries_taken = 0;
  std::map<std::string, std::string> sitemaps;
  std::map<crawler::UrlId, std::chrono::sys_seconds> lastmod;
  std::int64_t last_position = 0;
};

}  // namespace support
