#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "crawler/frontier_store.hpp"
#include "storage/database.hpp"

namespace storage {

/// A crawl in its present round.
struct Round {
  crawler::CrawlId crawl = 0;
  std::int64_t number = 1;
};

/// The ledger: one row for every URL ever seen by any crawl, and why it is, or is not, a page. A new URL costs some 5
/// us. The writer's thread only; changes become durable with the next commit.
class Ledger {
 public:
  explicit Ledger(Database& database);

  // A URL that only earlier rounds have come upon is new to this one; it takes over the row that there is.

  /// The row of a URL seen before in this round.
  std::optional<crawler::Known> find(const Round& round, std::string_view url);

  /// Adds a URL to the end of the crawl's queue.
  crawler::Waiting enqueue(const Round& round, const crawler::Discovery& discovery);

  /// Adds a URL that is fetched in place of `discovery.found_from`, which redirected to it.
  crawler::UrlId add_redirect_target(const Round& round, const crawler::Discovery& discovery);

  /// Adds a URL that `rule` forbids: a row for each of the first 1,000 of a rule and host; beyond, 0 is returned, and
  /// the refusal is counted when the page it was found on is recorded: once, however often a killed crawl reads it.
  crawler::UrlId refuse(const Round& round, const crawler::Discovery& discovery, std::string_view rule);

  /// At most `most` waiting URLs, no deeper than `max_depth`, with positions greater than `after`, in that order.
  std::vector<crawler::Waiting> waiting(crawler::CrawlId crawl, std::int64_t after, std::size_t most, int max_depth);

  /// Moves what is deferred to the end of the crawl's queue, in its order. How many URLs that were.
  std::uint64_t requeue_deferred(crawler::CrawlId crawl);

  /// How many URLs count toward a bound of `crawler::Traps`, and that one more does.
  std::uint64_t counted(crawler::CrawlId crawl, std::uint64_t bound);
  void count(crawler::CrawlId crawl, std::uint64_t bound);

  void add_site(crawler::CrawlId crawl, std::string_view site);

  /// Writes what came of one URL of the queue, which leaves it, or is deferred. Those that redirected become aliases of
  /// `page.id`; its own row takes the outcome, except for an alias, where it stands for itself.
  void record(const crawler::Page& page);

 private:
  using Rule = std::pair<std::string, std::string>;  // a rule and a host

  struct Refusals {
    crawler::CrawlId crawl = 0;
    std::map<Rule, std::int64_t> counts;
  };

  crawler::UrlId add(const Round& round, const crawler::Discovery& discovery, std::string_view state,
                     std::string_view reason);
  crawler::UrlId row_for(const Round& round, const crawler::Discovery& discovery);
  bool is_unfinished_target(crawler::CrawlId crawl, std::string_view url) const;
  void count_refusals_of(crawler::UrlId page);

  Database& database_;
  Statement find_, row_, insert_, renew_, clear_, enqueue_, kept_, keep_, count_, waiting_, add_site_, redirect_,
      outcome_, dequeue_, defer_, counted_toward_, count_toward_;
  std::int64_t last_position_;
  // Targets of redirects that a killed crawl stored ahead of their page. Whatever redirected there waits still, and
  // will do so again: until then they are unseen, and then they keep their row, for others may refer to it.
  std::map<std::pair<crawler::CrawlId, std::string>, crawler::UrlId> unfinished_targets_;
  std::unordered_map<crawler::UrlId, Refusals> uncounted_;  // by the page they were found on; of pages under way
};

}  // namespace storage
