#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "crawler/limits.hpp"
#include "tests/support/web_graph.hpp"

namespace support {

/// What a crawl did: the URLs it yielded with their outcomes, one line each, and the pages' URLs it requested, in
/// order.
struct CrawlLog {
  std::vector<std::string> yielded;
  std::vector<std::string> requested;
  std::size_t good = 0;

  friend bool operator==(const CrawlLog&, const CrawlLog&) = default;
};

struct CrawlLimits : crawler::LimitOptions {
  int max_depth = std::numeric_limits<int>::max();
};

/// The textbook crawl, one request at a time: the norm for order, requests and counts. Stops where its limits say.
CrawlLog serial_crawl(const WebGraph& web, const CrawlLimits& limits);

}  // namespace support
