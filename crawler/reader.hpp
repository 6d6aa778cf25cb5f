#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "crawler/content.hpp"
#include "crawler/fetcher.hpp"
#include "crawler/page.hpp"
#include "crawler/parsers.hpp"

namespace crawler {

/// What one request came to: a page without its place in the crawl, or where a redirect leads.
struct Answer {
  Page page;                            ///< outcome, reason, status, content ...
  std::optional<std::string> location;  ///< of a redirect, as the server wrote it
  bool sets_cookie = false;
  bool is_unsure = false;  ///< unchanged, but for headers that came with that word: those of the page are not known
  std::optional<std::chrono::seconds> retry_after;  ///< of a failure: the pause that the server asks for
};

/// Fetches and reads: each answer goes from the fetcher to the parsers, one of which turns it into an `Answer` in one
/// visit. Any number of crawls may share a reader, and any number of readers their parsers; it belongs to the
/// consumer's thread. Destroying it cancels all requests; an answer that is just being read then is read to its end.
class Reader {
 public:
  struct Options {
    std::size_t window_pages = 64;                       ///< requests of one crawl ahead of its oldest unfinished one
    std::chrono::milliseconds first_retry{1'000};        ///< after a failure; the second one waits four times as long
    ContentReader::Options reading{.agent = "sitedex"};  ///< of pages; times outlive the parsers
    /// Makes `content.extracted` of a good page, on the thread that has read it: several at a time.
    std::function<void(Page&)> extract{};
  };

  /// `fetcher` and `parsers` outlive it.
  Reader(Fetcher& fetcher, Parsers& parsers, Options options);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  const Options& options() const { return *options_; }

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

  const Parsers& parsers() const { return parsers_; }

 private:
  Fetcher& fetcher_;
  Parsers& parsers_;
  std::shared_ptr<const Options> options_;  ///< shared with the requests under way, which may be there longer
  std::stop_source gone_;
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
  friend class Reader;

  void cancel();
  /// A parser's visit.
  static void read(State& state, base::Result<Response> response, html::PageReader& pages);

  std::shared_ptr<State> state_;
};

}  // namespace crawler
