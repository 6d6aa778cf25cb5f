#pragma once

#include <curl/curl.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "crawler/cookie_jars.hpp"
#include "crawler/curl_fetcher.hpp"
#include "crawler/curl_handles.hpp"
#include "crawler/fetcher.hpp"
#include "crawler/receiver.hpp"
#include "crawler/request_headers.hpp"

namespace crawler {

/// An easy handle, set up once, that gets one URL after the other; CURLOPT_PRIVATE is the owner's. It stays where it
/// is: libcurl points to it.
class CurlTransfer {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  /// All of them outlive the transfer.
  CurlTransfer(const CurlFetcherOptions& options, const RequestHeaders& headers, CookieJars& cookies);
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  CURL* handle() const { return easy_.get(); }

  /// Prepares for `fetch`; the handle is then for a multi handle to drive.
  void begin(const Fetch& fetch, TimePoint now);

  /// What came of it, when libcurl or the owner ended it with `code`.
  base::Result<Response> finish(CURLcode code);

  /// When to ask `stalled` next.
  TimePoint watch_at() const { return watch_at_; }

  /// Whether its answer has not begun in time, or comes too slowly.
  bool stalled(TimePoint now);

 private:
  static std::size_t receive_header(char* line, std::size_t size, std::size_t count, void* self);
  static std::size_t receive_body(char* bytes, std::size_t size, std::size_t count, void* self);
  static int keep_request(CURL* handle, curl_infotype type, char* bytes, std::size_t count, void* self);
  static curl_socket_t open_socket(void* self, curlsocktype purpose, curl_sockaddr* address);
  static int check_connection(void* self, char* address, char* own_address, int port, int own_port);

  void check_addresses();
  void trust();
  void choose_headers(const Fetch& fetch);
  void choose_cookies(const Fetch& fetch);
  bool allows(std::string_view address);
  base::Error failure(CURLcode code) const;
  std::size_t received_bytes() const;

  const CurlFetcherOptions& options_;
  const RequestHeaders& headers_;
  CookieJars& cookies_;
  CurlList resolve_;
  const RequestHeaders::Lines* lines_ = nullptr;  ///< that the handle has now; null if it has `own_headers_`
  CurlList own_headers_;                          ///< of a request with conditions
  std::shared_ptr<CookieJar> jar_;                ///< likewise
  CurlEasy easy_;
  Receiver receiver_;
  std::string request_;  ///< as it was sent last, if it is to be kept
  bool is_named_ = false;
  bool opened_ = false;                   ///< a socket, to an address that may be asked
  bool turned_back_ = false;              ///< from a kept connection
  std::optional<base::Error> forbidden_;  ///< an address that may not be asked; of many the first in its text's order
  std::chrono::system_clock::time_point started_at_;
  TimePoint started_;
  TimePoint watch_at_;
  std::size_t watched_bytes_ = 0;
};

}  // namespace crawler
