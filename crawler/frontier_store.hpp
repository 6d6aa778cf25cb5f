#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/page.hpp"

namespace crawler {

/// Where a URL was found.
struct Discovery {
  std::string_view url;  ///< canonical: `Url::href()` without a fragment
  UrlId found_from = 0;  ///< 0 for a seed, and for what a sitemap lists
  int depth = 0;
  UrlId row = 0;  ///< the row that it has already, being open; 0 if it has none
};

/// A URL met before.
struct Known {
  UrlId id = 0;
  bool is_open = false;  ///< only by links that ask not to be followed: a link without that may still queue it

  friend bool operator==(const Known&, const Known&) = default;
};

/// A URL that waits for its turn.
struct Waiting {
  std::int64_t position = 0;  ///< grows along the queue; never used twice within a crawl
  UrlId id = 0;
  std::string url;
  int depth = 0;
  bool is_last = false;  ///< it was deferred, and is asked for the last time
};

/// A good page as an earlier round of the crawl left it.
struct Stored {
  Validators validators;  ///< to ask with whether it is still so; empty: it has to be asked for as if it were new
  bool stands = false;    ///< it is so new that it need not be asked for at all

  friend bool operator==(const Stored&, const Stored&) = default;
};

/// The disk form of one crawl's frontier and of what it has seen. The frontier owns this interface; storage implements
/// it. What is added becomes durable with the next batch of pages, and together with it. The consumer's thread only.
class FrontierStore {
 public:
  virtual ~FrontierStore() = default;

  /// The row of a URL seen before, by this crawl.
  virtual std::optional<Known> find(std::string_view url) = 0;

  /// Adds an unseen URL, or one that is open, at the end of the queue.
  virtual Waiting enqueue(const Discovery& discovery) = 0;

  /// Adds an unseen URL that is fetched in place of `discovery.found_from`, which redirected to it: seen, not queued.
  virtual UrlId add_redirect_target(const Discovery& discovery) = 0;

  /// Adds an unseen URL that `rule` (of `Scope::refuses`) forbids. The first 1,000 of each rule and host are kept;
  /// beyond, they are counted, and 0 is returned.
  virtual UrlId refuse(const Discovery& discovery, std::string_view rule) = 0;

  /// At most `most` waiting URLs, no deeper than `max_depth`, with positions greater than `after`, in that order.
  virtual std::vector<Waiting> waiting(std::int64_t after, std::size_t most, int max_depth) = 0;

  /// Puts the URLs that were deferred at the end of the queue, in the order in which they stood there, each to be asked
  /// for the last time. How many there were.
  virtual std::uint64_t requeue_deferred() = 0;

  /// How many URLs count toward a bound (`Traps::Bound::key`), and that one more does.
  virtual std::uint64_t counted(std::uint64_t bound) = 0;
  virtual void count(std::uint64_t bound) = 0;

  /// What an earlier round stored of a URL, as far as it may be used again.
  virtual Stored stored(std::string_view url) = 0;

  /// Fills in what `stored` promised of the page `page.id`, which is unchanged: what was answered, its links, its
  /// canonical URL; and where it was not asked for, when and how that was. Some 2 us a link.
  virtual void recall(Page& page) = 0;

  /// A further host (`Url::site`) that belongs to the crawl, because a seed redirected to it.
  virtual void add_site(std::string_view site) = 0;
};

}  // namespace crawler
