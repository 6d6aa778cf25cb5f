#pragma once

#include <cstdint>
#include <limits>

namespace crawler {

struct Page;

/// How far a crawl goes; the defaults are no limits.
struct LimitOptions {
  std::uint64_t max_pages = std::numeric_limits<std::uint64_t>::max();     ///< good pages, over all runs of the crawl
  int max_depth = std::numeric_limits<int>::max();                         ///< links from a seed
  std::uint64_t max_requests = std::numeric_limits<std::uint64_t>::max();  ///< requests of this run, hops included
};

/// Keeps a concurrent crawl within exactly the limits that a serial crawl would keep. A request in flight is *hopeful*
/// until its answer shows that it cannot become a good page. One may be started while the good pages and the hopeful
/// requests together are fewer than the limit: then a serial crawl would have come to it too. One thread.
class Limits {
 public:
  /// `counted`: good pages of earlier runs.
  Limits(LimitOptions options, std::uint64_t counted) : options_(options), counted_(counted) {}

  int max_depth() const { return options_.max_depth; }
  std::uint64_t counted() const { return counted_; }
  std::uint64_t requests() const { return requests_; }
  bool is_idle() const { return outstanding_ == 0; }

  /// Whether a serial crawl would certainly come to one more request after those in flight.
  bool allow_start() const;
  void start();

  /// Whether the oldest request may follow one more redirect, and that it does.
  bool allow_hop() const { return requests_ < options_.max_requests; }
  void hop() { ++requests_; }

  /// A request in flight turned out not to become a good page. Once for each.
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

}  // namespace crawler
