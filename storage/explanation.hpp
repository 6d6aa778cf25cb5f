#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crawler/url.hpp"
#include "storage/database.hpp"

namespace storage {

/// A few of many URLs, and how many there are.
struct Some {
  std::vector<std::string> urls;
  std::int64_t count = 0;
  bool is_at_least = false;  ///< not all was looked through: there may be more
};

/// A row of the ledger that another one leads to.
struct Step {
  std::string url;
  std::string state;
  std::string reason;
};

/// All that is remembered of a URL in one crawl.
struct Explanation {
  std::string crawl;  ///< its name: seeds and scope
  bool crawl_is_finished = false;
  std::optional<std::int64_t> max_depth;  ///< of the crawl's last run, if it had one

  std::string url;
  std::string state;
  std::string reason;
  std::int64_t depth = 0;
  std::optional<std::int64_t> status, bytes, fetched_at, took_ms;  ///< of the last answer
  std::string content_type;
  std::int64_t attempts = 0;
  bool is_of_earlier_round = false;  ///< the crawl's current round has not come upon it
  bool is_held = false;              ///< was good, now fails, and is kept
  std::string canonical_reason;      ///< why its rel=canonical was not followed

  bool is_indexed = false;  ///< there is a page of that name to search
  std::string title;
  std::string canonical;  ///< what the page names as such
  bool needs_script = false;

  std::vector<Step> found_along;  ///< what it was found on, what that was found on, and so on back to a seed
  bool is_path_cut = false;       ///< the way goes on
  bool is_listed = false;         ///< its way begins at a sitemap, not at a seed
  std::vector<Step> stands_for;   ///< of an alias: what it stands for, and so on where that is an alias
  Some aliases;                   ///< what stands for it, directly or by others
  Some same_content;              ///< other pages of the crawl whose bytes are the same
  Some linked_from;               ///< indexed pages that link to it
};

/// What is known of a URL under a name that was typed.
struct Sighting {
  std::string url;                     ///< the name under which it is known
  std::vector<Explanation> in_crawls;  ///< by the crawls' names; empty: it was never seen
};

/// Looks for `typed` in all crawls: as it is, without its fragment; if that is unknown, the nearest of what may be
/// meant that is known: without tracking parameters, with or without a slash at its end, `www.`, the `s` of https.
/// Looks through the links of at most 200,000 pages: 0.5 s.
Sighting find_url(Database& database, const crawler::Url& typed);

/// What was counted of a host and not kept.
struct RefusalCount {
  std::string rule;
  std::int64_t count = 0;  ///< of URLs, those with a row of their own included
};

/// What there is in the place of a URL that was never seen.
struct Surroundings {
  std::vector<std::string> nearest;    ///< known URLs of its host that are most like it
  std::vector<RefusalCount> refusals;  ///< of its host, most first
  bool has_uncounted = false;          ///< some of them have no row: it may be one of those
  std::vector<std::string> crawls;     ///< names of those that know its host; the first few
};

Surroundings surroundings(Database& database, const crawler::Url& typed);

}  // namespace storage
