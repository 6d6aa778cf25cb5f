#pragma once

#include <map>
#include <string>
#include <vector>

#include "crawler/frontier_store.hpp"

namespace support {

/// A frontier's store in plain containers. A page's place in the queue is given up by `done`.
class MemoryStore : public crawler::FrontierStore {
 public:
  std::optional<crawler::UrlId> find(std::string_view url) override {
    const auto found = ids.find(std::string(url));
    return found == ids.end() ? std::nullopt : std::optional(found->second);
  }

  crawler::Waiting enqueue(const crawler::Discovery& discovery) override {
    const crawler::UrlId id = add_redirect_target(discovery);
    crawler::Waiting waiting{
        .position = ++last_position, .id = id, .url = std::string(discovery.url), .depth = discovery.depth};
    queue.emplace(waiting.position, waiting);
    return waiting;
  }

  crawler::UrlId add_redirect_target(const crawler::Discovery& discovery) override {
    const auto id = static_cast<crawler::UrlId>(ids.size()) + 1;
    ids.emplace(discovery.url, id);
    found_from[id] = discovery.found_from;
    return id;
  }

  crawler::UrlId refuse(const crawler::Discovery& discovery, std::string_view rule) override {
    refused.emplace_back(std::string(rule) + " " + std::string(discovery.url));
    return add_redirect_target(discovery);
  }

  std::vector<crawler::Waiting> waiting(std::int64_t after, std::size_t most) override {
    std::vector<crawler::Waiting> stretch;
    for (auto at = queue.upper_bound(after); at != queue.end() && stretch.size() < most; ++at) {
      stretch.push_back(at->second);
    }
    return stretch;
  }

  void add_site(std::string_view site) override { sites.emplace_back(site); }

  void done(const crawler::Page& page) { queue.erase(page.position); }

  std::map<std::string, crawler::UrlId> ids;
  std::map<crawler::UrlId, crawler::UrlId> found_from;
  std::map<std::int64_t, crawler::Waiting> queue;
  std::vector<std::string> refused;
  std::vector<std::string> sites;
  std::int64_t last_position = 0;
};

}  // namespace support
