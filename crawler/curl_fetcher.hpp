#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "crawler/fetcher.hpp"
#include "crawler/politeness.hpp"
#include "crawler/receiver.hpp"

namespace crawler {

struct CurlFetcherOptions {
  std::string user_agent = "sitedex";
  std::vector<std::string> headers{};  ///< sent with each request: "Name: value"
  std::string proxy{};                 ///< its URL; empty for none. The environment (`http_proxy`, ...) is not asked

  PolitenessLimits politeness{};
  ReceiveLimits receive{};

  std::chrono::milliseconds connect_timeout{10'000};     ///< to resolve the name, to connect, to shake hands
  std::chrono::milliseconds first_byte_timeout{30'000};  ///< from the start of a request to its answer's first line
  std::chrono::milliseconds slow_timeout{20'000};        ///< an answer is ended when in this time
  std::size_t slow_bytes = 1'000;                        ///< less than this of it comes
  std::chrono::milliseconds timeout{60'000};             ///< from the start of a request to the end of its answer
};

/// Gets http and https URLs through libcurl: HTTP/1.1, and HTTP/2 over TLS; connections are kept and used again;
/// compressed transfer; redirects are not followed; no cookies. Any number of requests may wait, in queues of the
/// fetcher's, one for each host (`Politeness`): their bound is the caller's to keep.
///
/// One thread of its own drives all transfers and calls each `done`. An error's kind says what can be done: kRetryLater
/// for time-outs and connections refused or lost, kGiveUpHost for a name that does not resolve or a certificate that
/// is wrong, kSkip for what is not HTTP. Part of a body is an error, never an answer, unless the limits cut it. Costs
/// some 30 us of CPU for each page.
///
/// Destroying it cancels what is not done yet, calls each `done` for it, and waits until they returned.
class CurlFetcher final : public Fetcher {
 public:
  /// Throws `std::runtime_error` if libcurl cannot be set up.
  explicit CurlFetcher(CurlFetcherOptions options);
  ~CurlFetcher() override;

  void fetch(Fetch fetch, std::stop_token stop, Done done) override;
  void set_crawl_delay(std::string_view site, std::chrono::milliseconds delay) override;

 private:
  class Loop;

  std::unique_ptr<Loop> loop_;
  std::jthread thread_;  ///< runs `loop_`, and is joined before it goes
};

}  // namespace crawler
