#pragma once

#include <array>
#include <map>
#include <string>

#include "crawler/curl_fetcher.hpp"
#include "crawler/curl_handles.hpp"
#include "crawler/fetcher.hpp"

namespace crawler {

/// The header lines that each request is sent with, made once. What tells a secret goes only where its owner meant it
/// to go: an `authorization` to its own origin, headers of that kind to hosts that the operator named. One thread.
class RequestHeaders {
 public:
  struct Lines {
    CurlList headers;
    std::string cookie;  ///< "name=value; ..." beside what a session's jar has
  };

  /// Throws `std::invalid_argument` if a key of `authorization` is no origin.
  explicit RequestHeaders(const CurlFetcherOptions& options);

  /// What `fetch` is sent with; lives as long as this.
  const Lines& of(const Fetch& fetch) const;

 private:
  /// For hosts that were not named, and for those that were.
  using Both = std::array<Lines, 2>;

  Both anywhere_;
  std::map<std::string, Both> at_origin_;
};

}  // namespace crawler
