#include "tests/support/serial_crawl.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <utility>

namespace support {
namespace {

using Kind = WebGraph::Kind;

constexpr std::size_t kAttempts = 3;  // at one URL, before it is deferred

class SerialCrawl {
 public:
  SerialCrawl(const WebGraph& web, const CrawlLimits& limits) : web_(web), limits_(limits) {}

  CrawlLog run() {
    push({.node = 0});
    drain();
    read_sitemaps();
    while (!deferred_.empty()) {
      robots_were_asked_ = robots_are_known_;
      robots_attempts_ = 1;
      queue_.swap(deferred_);
      drain();
      read_sitemaps();
    }
    return std::move(log_);
  }

 private:
  struct Item {
    std::size_t node = 0;
    int depth = 0;
    bool is_last = false;
  };

  void push(Item item) {
    if (!seen_.insert(item.node).second) return;
    if (item.depth <= limits_.max_depth) queue_.push_back(item);
  }

  void drain() {
    while (goes_on() && !queue_.empty()) {
      const Item item = queue_.front();
      queue_.pop_front();
      visit(item);
    }
    if (!goes_on()) queue_ = deferred_ = {};
  }

  /// One stretch each.
  void read_sitemaps() {
    if (!robots_are_known_ || std::exchange(sitemaps_were_read_, true)) return;
    for (const auto& sitemap : web_.sitemaps()) {
      for (const std::size_t node : sitemap) push({.node = node, .depth = 1});
      drain();
    }
  }

  bool goes_on() const { return !is_cut_off_ && log_.good < limits_.max_pages && has_request(); }

  bool has_request() const { return log_.requested.size() < limits_.max_requests; }

  void visit(Item item) {
    std::string outcome;
    for (std::uint64_t hops = 0; outcome.empty(); ++hops) {
      if (hops > 0 && !has_request()) {
        is_cut_off_ = true;
        return;
      }
      const std::string problem = ask(item);
      if (is_cut_off_) return;
      const WebGraph::Node& node = web_.nodes()[item.node];
      if (!problem.empty()) {
        outcome = problem;
      } else if (node.kind == Kind::kPage || is_itself(item.node)) {
        outcome = "page";
      } else if (node.kind == Kind::kFile) {
        outcome = "skipped";
      } else if (node.kind == Kind::kMissing || hops == crawler::kMaxRedirects) {
        outcome = "failed";
      } else if (node.kind == Kind::kLeavesSite) {
        outcome = "refused";
      } else if (const std::size_t target = node.links.front().target; !seen_.insert(target).second) {
        outcome = "alias";  // a loop among them: it leads to what was seen
      } else {
        item.node = target;
      }
    }
    log_.yielded.push_back(WebGraph::url(item.node) + " " + outcome);
    if (outcome == "deferred") deferred_.push_back({.node = item.node, .depth = item.depth, .is_last = true});
    if (outcome != "page") return;
    ++log_.good;
    const WebGraph::Node& shown = web_.shown_by(item.node);
    if (shown.canonical) push({.node = *shown.canonical, .depth = item.depth + 1});
    push_links(shown.links, item.depth + 1);
  }

  /// A URL takes its first place in the page, and is followed if any of its links there may be.
  void push_links(const std::vector<WebGraph::Link>& links, int depth) {
    for (const auto& [target, nofollow] : links) {
      const auto leads_there = [target](const WebGraph::Link& link) { return link.target == target && !link.nofollow; };
      if (std::ranges::any_of(links, leads_there)) push({.node = target, .depth = depth});
    }
  }

  /// Whether it is a page that loads itself again.
  bool is_itself(std::size_t node) const {
    const WebGraph::Node& page = web_.nodes()[node];
    return page.kind == Kind::kRefresh && page.links.front().target == node;
  }

  /// Why the node gives no answer; empty if it gives one.
  std::string ask(const Item& item) {
    std::string in_vain = item.is_last ? "failed" : "deferred";
    const WebGraph::Node& node = web_.nodes()[item.node];
    if (!ask_robots()) return in_vain;
    if (node.is_disallowed) return "refused";
    for (std::size_t attempt = 1; attempt <= (item.is_last ? 1 : kAttempts); ++attempt) {
      if (!has_request()) {
        is_cut_off_ = true;
        return {};
      }
      log_.requested.push_back(WebGraph::url(item.node));
      if (node.failures == WebGraph::kAlways || ++requests_[item.node] <= node.failures) {
        if (node.asks_for_long_pause) return in_vain;
        continue;
      }
      return {};
    }
    return in_vain;
  }

  /// With all attempts at first, once in each round of the deferred.
  bool ask_robots() {
    if (!robots_were_asked_) {
      robots_were_asked_ = true;
      for (std::size_t attempt = 1; attempt <= robots_attempts_ && !robots_are_known_; ++attempt) {
        robots_are_known_ = ++robots_requests_ > web_.robots_failures();
      }
    }
    return robots_are_known_;
  }

  const WebGraph& web_;
  const CrawlLimits limits_;
  CrawlLog log_;
  std::deque<Item> queue_;
  std::deque<Item> deferred_;
  std::set<std::size_t> seen_;
  std::map<std::size_t, std::size_t> requests_;
  std::size_t robots_requests_ = 0;
  std::size_t robots_attempts_ = kAttempts;
  bool robots_were_asked_ = false;
  bool robots_are_known_ = false;
  bool sitemaps_were_read_ = false;
  bool is_cut_off_ = false;
};

}  // namespace

CrawlLog serial_crawl(const WebGraph& web, const CrawlLimits& limits) {
  return SerialCrawl(web, limits).run();
}

}  // namespace support
