#pragma once

#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "crawler/canonicalizer.hpp"
#include "crawler/frontier_store.hpp"
#include "crawler/page.hpp"
#include "crawler/scope.hpp"
#include "crawler/seen.hpp"
#include "crawler/traps.hpp"

namespace crawler {

/// A URL whose turn has come.
struct Request {
  std::int64_t position = 0;
  UrlId id = 0;
  Url url;
  int depth = 0;
  bool is_last = false;   ///< it was deferred: what comes of it now stands
  bool is_guess = false;  ///< a seed whose scheme was guessed
};

/// What to fetch next. Breadth-first: a link found earlier is fetched earlier. Invariant: a URL is pushed at most once
/// in the life of a crawl. Holds a bounded stretch of the queue; all of it is in the store. One thread.
class Frontier {
 public:
  struct Options {
    CrawlId crawl = 0;
    int max_depth =
        std::numeric_limits<int>::max();  ///< links from a seed: deeper URLs wait for a run that goes deeper
    std::size_t stretch = 4096;           ///< URLs of the queue held in memory
    std::size_t seen = 200'000;           ///< URLs remembered in memory as seen, some 6 MB
    std::uint64_t waiting = 0;            ///< URLs in the store's queue, and deferred
    bool is_new = false;                  ///< the store has no URL of this round yet
    bool has_stored = false;              ///< the store has pages of an earlier round, and may answer for them
  };

  /// Which URLs are wanted, and under which names.
  struct Rules {
    Scope scope;
    std::optional<Canonicalizer> canonicalizer;
    TrapLimits traps{};
  };

  /// Goes on where `store` stands.
  Frontier(FrontierStore& store, Rules rules, Options options);

  CrawlId crawl() const { return options_.crawl; }

  /// URLs that are still to be asked for: queued and not yet popped, or deferred.
  std::uint64_t waiting() const { return options_.waiting; }

  /// Pushes a URL the user named: no rule but http(s) forbids it. `is_guess`: the user gave no scheme and this is the
  /// https form; if it gets no answer, the http form takes its place.
  void seed(const Url& url, bool is_guess = false);

  /// Remembers `link` unless it was seen; queues it unless a rule forbids it. Sets `link.id`. A link that is not to be
  /// followed is refused, until another that is leads to the same URL.
  void push(Link& link, const Page& from);

  /// The same for the URL that `page` names as canonical, if it is in the crawl's scope: as if it were the page's first
  /// link. Sets `page.canonical`.
  void push_canonical(Page& page);

  /// The same for what a sitemap lists: as if a seed linked to it. Returns its row, and whether it was queued now.
  struct Listed {
    UrlId id = 0;
    bool is_queued = false;
  };
  Listed push_listed(const Url& url);

  /// The name under which `url` is known: without its fragment and what the canonicalizer drops.
  Url canonical(const Url& url) const;

  /// What there is already of a URL that is to be fetched.
  Stored stored(const Url& url) const;

  /// The oldest waiting URL that is not too deep: strictly first in, first out.
  std::optional<Request> pop();

  /// Puts what was deferred back into the queue, to be asked for the last time. How many there were.
  std::uint64_t requeue_deferred();

  /// There is no further source of URLs, and the queue is dry but for what is too deep: the crawl is complete.
  void close() { is_closed_ = true; }
  bool is_closed() const { return is_closed_; }

  /// Whether the operator named the URL's host.
  bool is_named(const Url& url) const { return scope_.is_named(url); }

  /// Whether a host belongs to the crawl (`Url::site`), whatever the path.
  bool has_site(const Url& url) const { return scope_.has_site(url); }

  /// What a redirect means.
  enum class Hop : std::uint8_t {
    kFollow,   ///< its target is new: followed when the request is the oldest in flight
    kSeen,     ///< its target has a place of its own
    kRefused,  ///< a rule forbids its target
  };
  Hop judge(const Request& request, const Url& target) const;

  /// Marks the target of a redirect as seen, in memory only: it is stored by `settle`, with the page that it becomes.
  void reserve(const Request& request, const Url& target);

  /// Stores the names that `page`, the oldest in flight, has come by: `hops` are the targets of its redirects. Sets
  /// `page.id` and `page.redirects`; of a page that is unchanged, what is stored. Puts the http form behind a guess
  /// that got no answer.
  void settle(Page& page, const Request& request, const std::vector<Url>& hops);

 private:
  std::optional<Known> find(const std::string& url) const;
  bool remembers_all() const { return options_.is_new && !seen_.has_forgotten() && !has_open_; }
  Listed discover(const Url& url, UrlId from, int depth, bool nofollow);
  std::string_view rule_against(const Url& url, int depth, bool nofollow);
  UrlId enqueue(const Discovery& discovery);
  void refill();
  bool is_seed(const Request& request) const { return request.depth == 0; }

  FrontierStore& store_;
  Scope scope_;
  std::optional<Canonicalizer> canonicalizer_;
  Traps traps_;
  Options options_;
  mutable SeenCache seen_;
  std::vector<std::string> reserved_;  ///< targets of the oldest request's redirects: at most kMaxRedirects
  std::unordered_set<UrlId> guesses_;
  std::deque<Waiting> stretch_;
  bool has_open_ = false;  ///< there are URLs that only links with nofollow lead to, which are not remembered
  bool is_closed_ = false;
  bool is_tail_held_ = false;  ///< the stretch reaches to the end of the queue
  std::int64_t last_position_ = 0;
};

}  // namespace crawler
