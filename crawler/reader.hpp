#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "crawler/fetcher.hpp"
#include "crawler/page.hpp"

namespace crawler {

/// What one request came to: a page without its place in the crawl, or where a redirect leads.
struct Answer {
  Page page;                                        ///< outcome, reason, status, content ...
  std::optional<std::string> location;              ///< of a redirect, as the server wrote it
  std::optional<std::chrono::seconds> retry_after;  ///< of a failure: the pause that the server asks for
};

/// Fetches and reads: each answer goes from the fetcher to a pool of parsers, which turn it into an `Answer` in one
/// visit. Any number of crawls may share a reader; it belongs to the consumer's thread.
class Reader {
 public:
  struct Options {
    unsigned parsers = 2;                 ///< threads; 0: answers are read on the fetcher's thread
    std::size_t window_pages = 64;        ///< requests of one crawl that may be ahead of its oldest unfinished one
    std::size_t window_bytes = 64 << 20;  ///< bodies received, of all readings that live, before no more start
  };

  Reader(Fetcher& fetcher, Options options);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  const Options& options() const { return options_; }

  /// A request under way. Destroying it cancels the request.
  class Reading;

  /// Starts one request; `urgent` ones start before those that wait in the fetcher.
  Reading read(const Url& url, bool urgent);

  /// Whether `window_bytes` allow another request to be started.
  bool has_room() const;

  /// CPU time that the parsers have used so far.
  std::chrono::nanoseconds cpu_time() const;

  /// Sleeps until an answer has been read since the last call, `patience` at most.
  void wait(std::chrono::milliseconds patience);

 private:
  class Pool;

  Fetcher& fetcher_;
  Options options_;
  std::shared_ptr<Pool> pool_;  ///< shared with the requests under way: an answer may come when the reader is gone
};

class Reader::Reading {
 public:
  struct State;

  explicit Reading(std::shared_ptr<State> state) : state_(std::move(state)) {}
  Reading(Reading&&) noexcept = default;
  Reading& operator=(Reading&& other) noexcept;
  ~Reading();

  bool is_finished() const;

  /// The answer; once, and only when it is finished.
  Answer take();

 private:
  std::shared_ptr<State> state_;
};

}  // namespace crawler
