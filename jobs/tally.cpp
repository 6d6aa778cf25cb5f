#include "jobs/tally.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "crawler/outcome.hpp"

namespace jobs {
namespace {

using crawler::Outcome;

constexpr std::string_view kRobots = "robots.txt";  // the rule, as the reason of a refusal
constexpr std::size_t kMostFailedSeeds = 1000;

/// What an alias stands for, and what was deferred, has yet to come.
bool came_to_nothing(Outcome outcome) {
  return outcome == Outcome::kFailed || outcome == Outcome::kSkipped || outcome == Outcome::kRefused;
}

void add(storage::JobCounts& counts, const crawler::Page& page) {
  if (page.outcome == Outcome::kDeferred) return;
  ++counts.statuses[static_cast<std::size_t>(crawler::status_class(page.status))];
  if (page.outcome != Outcome::kPage) return;
  ++counts.depths[std::min(static_cast<std::size_t>(page.depth), counts.depths.size() - 1)];
}

}  // namespace

void Tally::count(const crawler::Page& page) {
  depth_ = page.depth;
  add(counts_, page);
  const bool is_forbidden = page.outcome == Outcome::kRefused && page.reason == kRobots;
  if (page.outcome == Outcome::kPage) {
    ++pages_;
    good_crawls_.insert(page.crawl);
  } else if (page.depth == 0 && came_to_nothing(page.outcome) && failed_seeds_.size() < kMostFailedSeeds) {
    const std::string_view reason =
        is_forbidden ? "robots.txt forbids it: --ignore-robots if the site is yours" : std::string_view(page.reason);
    failed_seeds_.emplace_back(page.crawl, fmt::format("{}: {}", page.url.href(), reason));
  }
  if (page.outcome == Outcome::kFailed) ++failures_;
  if (is_forbidden) ++forbidden_;
}

std::vector<std::string> Tally::failed_seeds() const {
  std::vector<std::string> seeds;
  for (const auto& [crawl, seed] : failed_seeds_) {
    if (!good_crawls_.contains(crawl)) seeds.push_back(seed);
  }
  return seeds;
}

}  // namespace jobs
