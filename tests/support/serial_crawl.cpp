#include "tests/support/serial_crawl.hpp"

#include <deque>
#include <set>

namespace support {

CrawlLog serial_crawl(const WebGraph& web, const crawler::LimitOptions& limits) {
  using Kind = WebGraph::Kind;
  CrawlLog log;
  std::deque<std::pair<std::size_t, int>> queue{{0, 0}};
  std::set<std::size_t> seen{0};
  while (!queue.empty() && log.good < limits.max_pages && queue.front().second <= limits.max_depth) {
    auto [at, depth] = queue.front();
    queue.pop_front();
    std::string outcome;
    for (std::uint64_t hops = 0; outcome.empty(); ++hops) {
      if (log.requested.size() == limits.max_requests) return log;
      log.requested.push_back(WebGraph::url(at));
      const WebGraph::Node& node = web.nodes()[at];
      if (node.kind == Kind::kPage) {
        outcome = "page";
      } else if (node.kind == Kind::kFile) {
        outcome = "skipped";
      } else if (node.kind == Kind::kLeavesSite) {
        outcome = hops == crawler::kMaxRedirects ? "failed" : "refused";
      } else if (node.kind != Kind::kRedirect || hops == crawler::kMaxRedirects) {
        outcome = "failed";
      } else if (const std::size_t target = node.links.front(); !seen.insert(target).second) {
        outcome = "alias";  // a loop among them: it leads to what was seen
      } else {
        at = target;
      }
    }
    log.yielded.push_back(WebGraph::url(at) + " " + outcome);
    if (outcome != "page") continue;
    ++log.good;
    for (const std::size_t link : web.nodes()[at].links) {
      if (seen.insert(link).second) queue.emplace_back(link, depth + 1);
    }
  }
  return log;
}

}  // namespace support
