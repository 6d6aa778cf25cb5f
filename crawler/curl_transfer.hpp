#pragma once

#include <curl/curl.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string_view>

#include "base/error.hpp"
#include "crawler/curl_fetcher.hpp"
#include "crawler/fetcher.hpp"
#include "crawler/receiver.hpp"
#include "crawler/url.hpp"

namespace crawler {

/// Calls `close` on what a `unique_ptr` held.
template <auto close>
struct CurlCloser {
  template <typename Handle>
  void operator()(Handle* handle) const {
    close(handle);
  }
};
using CurlEasy = std::unique_ptr<CURL, CurlCloser<curl_easy_cleanup>>;
using CurlMulti = std::unique_ptr<CURLM, CurlCloser<curl_multi_cleanup>>;
using CurlHeaders = std::unique_ptr<curl_slist, CurlCloser<curl_slist_free_all>>;

/// An easy handle, set up once, that gets one URL after the other; CURLOPT_PRIVATE is the owner's. It stays where it
/// is: libcurl points to it.
class CurlTransfer {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  /// `options` and `headers` (all that are sent) outlive the transfer.
  CurlTransfer(const CurlFetcherOptions& options, curl_slist* headers);
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  CURL* handle() const { return easy_.get(); }

  /// Prepares to get `url`; the handle is then for a multi handle to drive.
  void begin(const Url& url, TimePoint now);

  /// What came of it, when libcurl or the owner ended it with `code`.
  base::Result<Response> finish(CURLcode code);

  /// When to ask `stalled` next.
  TimePoint watch_at() const { return watch_at_; }

  /// Whether its answer has not begun in time, or comes too slowly.
  bool stalled(TimePoint now);

 private:
  static std::size_t receive_header(char* line, std::size_t size, std::size_t count, void* self);
  static std::size_t receive_body(char* bytes, std::size_t size, std::size_t count, void* self);

  std::size_t received_bytes() const;

  const CurlFetcherOptions& options_;
  CurlEasy easy_;
  Receiver receiver_;
  std::chrono::system_clock::time_point started_at_;
  TimePoint started_;
  TimePoint watch_at_;
  std::size_t watched_bytes_ = 0;
};

}  // namespace crawler
