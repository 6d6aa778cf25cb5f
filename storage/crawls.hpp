#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/page.hpp"
#include "storage/database.hpp"

namespace storage {

/// A crawl as it is remembered: what it was asked to do, and how far it came. It is run in rounds: the first one, and
/// one each time when it is crawled again.
struct Crawl {
  crawler::CrawlId id = 0;
  std::int64_t round = 1;
  std::int64_t reused = 0;         ///< the earlier round whose pages need not be asked for again; 0: none
  std::int64_t usable_from = 1;    ///< pages of rounds before it have to be asked for as if they were new
  std::string name;                ///< sorted seeds and the scope: the same request is the same crawl
  std::vector<std::string> sites;  ///< further hosts that turned out to belong to it (`Url::site`)
  std::int64_t pages = 0;          ///< that can be found
  std::int64_t good = 0;           ///< good pages of this round so far: aliases and what is not indexed among them
  std::int64_t waiting = 0;        ///< URLs in the frontier, and deferred
  bool is_finished = false;        ///< this round
  std::string reason;              ///< why it ended; empty if it did not
  std::int64_t finished_at = 0;    ///< seconds since 1970
  std::string rules;               ///< which URLs it takes; empty if that was never said
  std::int64_t max_depth = 0;      ///< of its last run
  bool was_refilled = false;       ///< its queue has run dry, and sitemaps or deferred URLs came
};

/// What a new round makes of the pages that are stored.
enum class Reuse : std::uint8_t {
  kNone,       ///< each is asked for as if it were new
  kUnchanged,  ///< each is asked whether it has changed
  kPresent,    ///< likewise; but those of the present round need not be asked for
};

/// The name of the crawl of these seeds, in whatever order, in this scope.
std::string crawl_name(std::vector<std::string> seeds, std::string_view scope);

/// What people call the crawl of that name: "https://example.org/docs/ (its host)".
std::string described(std::string_view name);

/// The crawls of a database. Changes become durable with the next commit.
class Crawls {
 public:
  explicit Crawls(Database& database) : database_(database) {}

  /// The crawl of these seeds, in whatever order, in this scope; a new one if there is none.
  Crawl find_or_create(std::vector<std::string> seeds, std::string_view scope);

  /// The crawl as it stands now.
  Crawl find(crawler::CrawlId crawl);

  /// All of them, by name. Counts the URLs of each: some 0.1 s for a million.
  std::vector<Crawl> all();

  /// Whether a URL waits that is no deeper than `max_depth`.
  bool has_waiting(crawler::CrawlId crawl, int max_depth);

  /// Pages that can be found and were first seen as they are since then (seconds since 1970).
  std::int64_t changed_since(crawler::CrawlId crawl, std::int64_t when);

  /// What the run that begins now takes, and how deep it goes.
  void set_rules(crawler::CrawlId crawl, std::string_view rules, int max_depth);

  /// Begins the next round: nothing is queued, nothing has been seen, and what is stored stays until it is seen again
  /// or the round is over.
  void begin_round(crawler::CrawlId crawl, Reuse reuse);

  void finish(crawler::CrawlId crawl, std::string_view reason);
  /// There is more to be done in this round after all.
  void reopen(crawler::CrawlId crawl);

 private:
  Database& database_;
};

}  // namespace storage
