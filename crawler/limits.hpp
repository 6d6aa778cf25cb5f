#pragma once

#include <cstdint>
#include <limits>

#include "crawler/retry.hpp"

namespace crawler {

struct Page;

/// How many pages a crawl gets, and how many requests it makes; the defaults are no limits.
struct LimitOptions {
  std::uint64_t max_pages = std::numeric_limits<std::uint64_t>::max();  ///< good pages, over all runs of the crawl
  std::uint64_t max_requests =
      std::numeric_limits<std::uint64_t>::max();  ///< of this run; hops and attempts count, robots.txt not
};

/// Keeps a concurrent crawl within exactly the limits that a serial crawl would keep. A request in flight is *hopeful*
/// until its answer shows that it cannot become a good page. One may be started while the good pages and the hopeful
/// requests together are fewer than the limit: then a serial crawl would have come to it too. One thread.
class Limits {
 public:
  /// `counted`: good pages of earlier runs.
  Limits(LimitOptions options, std::uint64_t counted) : options_(options), counted_(counted) {}

  std::uint64_t counted() const { return counted_; }
  std::uint64_t requests() const { return requests_; }
  bool is_idle() const { return outstanding_ == 0; }

  /// Whether a serial crawl would certainly come to one more request after those in flight.
  bool allow_start() const;
  void start();

  /// Whether the oldest request may follow one more redirect or make one more attempt, and that it does.
  bool allow_further() const { return requests_ < options_.max_requests; }
  void further() { ++requests_; }

  /// Whether all hopeful requests may make whatever requests they need: then none is taken from an older one.
  bool allow_all_further() const;

  /// What `start` or `further` counted was not asked for after all.
  void take_back() { --requests_; }

  /// A request in flight turned out not to become a good page now. Once for each.
  void give_up_hope() { --hopeful_; }

  /// A page left the crawl, in order.
  void count(const Page& page);

 private:
  LimitOptions options_;
  std::uint64_t counted_;
  std::uint64_t requests_ = 0;
  std::uint64_t outstanding_ = 0;  ///< started, and not yet counted
  std::uint64_t hopeful_ = 0;
};

/// Redirects that one request follows at most. RFC 9110, 15.4, leaves the number open; Fetch has 20, most tools 5
/// to 30.
inline constexpr std::uint64_t kMaxRedirects = 10;

/// Requests that one URL of the queue may need at most: each hop may need all its attempts.
inline constexpr std::uint64_t kMostRequestsOfOne = (1 + kMaxRedirects) * (1 + kMaxRetries);

}  // namespace crawler
