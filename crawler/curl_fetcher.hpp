#pragma once

#include <chrono>
#include <cstddef>
#include <map>
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
  std::string accept{};  ///< what `Accept` says, unless `headers` does; empty: that anything will do
  /// "Name: value", sent with each request; Authorization, Cookie and Proxy-Authorization only to named hosts.
  std::vector<std::string> headers{};
  /// What `Authorization` says to an origin, "https://host[:port]", and to nobody else.
  std::map<std::string, std::string> authorization{};
  /// Its URL, perhaps with "user:password@"; empty for none. The environment (`http_proxy`, ...) is not asked.
  std::string proxy{};
  std::vector<std::string> resolve{};  ///< "HOST:PORT:ADDRESS[,ADDRESS]...": asked before any name server
  std::string ca_file{};               ///< certificates (PEM) of authorities to trust beside the system's
  bool insecure = false;               ///< any certificate will do
  bool keeps_requests = false;         ///< an answer has its `request` and `address`

  PolitenessLimits politeness{};
  ReceiveLimits receive{};

  std::chrono::milliseconds connect_timeout{10'000};     ///< to resolve the name, to connect, to shake hands
  std::chrono::milliseconds first_byte_timeout{30'000};  ///< from the start of a request to its answer's first line
  std::chrono::milliseconds slow_timeout{20'000};        ///< an answer is ended when in this time
  std::size_t slow_bytes = 1'000;                        ///< less than this of it comes
  std::chrono::milliseconds timeout{60'000};             ///< from the start of a request to the end of its answer
};

/// Gets http and https URLs through libcurl: HTTP/1.1, and HTTP/2 over TLS; connections are kept and used again;
/// compressed transfer; redirects are not followed. Any number of requests may wait, in queues of the
/// fetcher's, one for each host (`Politeness`): their bound is the caller's to keep.
///
/// One thread of its own drives all transfers and calls each `done`. An error's kind says what can be done: kRetryLater
/// for time-outs and connections refused or lost, kGiveUpHost for a name that does not resolve, a certificate that is
/// wrong, or a host that has been given up for a while (`HostClock`), kSkip for what is not HTTP and for an address
/// that may not be asked (`check_address`), which is looked at before each connection: neither a redirect nor a name
/// that changes its answer leads there. Behind a proxy, which resolves the names, only a host that is an address itself
/// can be judged. Part of a body is an error, never an answer, unless the limits cut it. Costs some 30 us of CPU for
/// each page.
///
/// Destroying it cancels what is not done yet, calls each `done` for it, and waits until they returned.
class CurlFetcher final : public Fetcher {
 public:
  /// Throws `std::runtime_error` if libcurl cannot be set up, `std::invalid_argument` if a key of `authorization` is no
  /// origin.
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
