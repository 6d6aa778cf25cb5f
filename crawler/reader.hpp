#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "crawler/content.hpp"
#include "crawler/fetcher.hpp"
#include "crawler/page.hpp"

namespace crawler {

/// What one request came to: a page without its place in the crawl, or where a redirect leads.
struct Answer {
  Page page;                            ///< outcome, reason, status, content ...
  std::optional<std::string> location;  ///< of a redirect, as the server wrote it
  bool sets_cookie = false;
  bool is_unsure = false;  ///< unchanged, but for headers that came with that word: those of the page are not known
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
    std::chrono::milliseconds first_retry{1'000};        ///< after a failure; the second one waits four times as long
    ContentReader::Options reading{.agent = "sitedex"};  ///< of pages; times outlive the reader
    /// Makes `content.extracted` of a good page, on the thread that has read it: several at a time.
    std::function<void(Page&)> extract{};
  };

  Reader(Fetcher& fetcher, Options options);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  const Options& options() const { return options_; }

  /// A request under way. Destroying it cancels the request.
  template <typename T>
  class Pending;
  using Reading = Pending<Answer>;
  using Download = Pending<base::Result<Response>>;

  /// Starts one request, whose answer is read as a page.
  Reading read(Fetch fetch);

  /// Starts one request for what is no page: its answer is handed over as it came.
  Download download(Fetch fetch);

  Fetcher& fetcher() const { return fetcher_; }

  /// Whether `window_bytes` allow another request to be started.
  bool has_room() const;

  /// Sleeps until an answer has been read since the last call, `patience` at most.
  void wait(std::chrono::milliseconds patience);

 private:
  class Pool;

  Fetcher& fetcher_;
  Options options_;
  std::shared_ptr<Pool> pool_;  ///< shared with the requests under way: an answer may come when the reader is gone
};

template <typename T>
class Reader::Pending {
 public:
  struct State;

  explicit Pending(std::shared_ptr<State> state) : state_(std::move(state)) {}
  Pending(Pending&&) noexcept = default;
  Pending& operator=(Pending&& other) noexcept;
  ~Pending() { cancel(); }

  bool is_finished() const;

  /// What came of it; once, and only when it is finished.
  T take();

 private:
  void cancel();

  std::shared_ptr<State> state_;
};

}  // namespace crawler
