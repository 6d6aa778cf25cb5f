#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "crawler/frontier_store.hpp"
#include "crawler/page.hpp"
#include "crawler/scope.hpp"
#include "crawler/seen.hpp"

namespace crawler {

/// A URL whose turn has come.
struct Request {
  std::int64_t position = 0;
  UrlId id = 0;
  Url url;
  int depth = 0;
};

/// What to fetch next. Breadth-first: a link found earlier is fetched earlier. Invariant: a URL is pushed at most once
/// in the life of a crawl. Holds a bounded stretch of the queue; all of it is in the store. One thread.
class Frontier {
 public:
  struct Options {
    CrawlId crawl = 0;
    std::size_t stretch = 4096;  ///< URLs of the queue held in memory
    std::size_t seen = 200'000;  ///< URLs remembered in memory as seen, some 15 MB
    std::uint64_t waiting = 0;   ///< URLs in the store's queue
  };

  /// Goes on where `store` stands.
  Frontier(FrontierStore& store, Scope scope, Options options);

  CrawlId crawl() const { return options_.crawl; }

  /// URLs queued and not yet popped.
  std::uint64_t waiting() const { return options_.waiting; }

  /// Pushes a URL the user named: no rule but http(s) forbids it. `is_guess`: the user gave no scheme and this is the
  /// https form; if it gets no answer, the http form takes its place.
  void seed(const Url& url, bool is_guess = false);

  /// Remembers `link` unless it was seen; queues it unless a rule forbids it. Sets `link.id`.
  void push(Link& link, const Page& from);

  /// The oldest waiting URL, if it is not deeper than `max_depth`: strictly first in, first out.
  std::optional<Request> pop(int max_depth);

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
  /// `page.id` and `page.redirects`. Puts the http form behind a guess that got no answer.
  void settle(Page& page, const Request& request, const std::vector<Url>& hops);

 private:
  std::optional<UrlId> find(const std::string& url) const;
  UrlId enqueue(const std::string& url, UrlId from, int depth);
  void refill();
  bool is_seed(const Request& request) const { return request.depth == 0; }

  FrontierStore& store_;
  Scope scope_;
  Options options_;
  mutable SeenCache seen_;
  std::vector<std::string> reserved_;  ///< targets of the oldest request's redirects: at most kMaxRedirects
  std::vector<UrlId> guesses_;
  std::deque<Waiting> stretch_;
  bool is_tail_held_ = false;  ///< the stretch reaches to the end of the queue
  std::int64_t last_position_ = 0;
};

}  // namespace crawler
