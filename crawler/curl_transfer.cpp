#include "crawler/curl_transfer.hpp"

#include <algorithm>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "crawler/curl_error.hpp"

namespace crawler {
namespace {

using std::chrono::milliseconds;

template <typename Value>
void set(const CurlEasy& easy, CURLoption option, Value value) {
  const CURLcode code = curl_easy_setopt(easy.get(), option, value);
  if (code == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
  if (code != CURLE_OK) throw std::runtime_error(std::string("libcurl: ") + curl_easy_strerror(code));
}

long in_milliseconds(milliseconds time) {
  return static_cast<long>(time.count());
}

template <typename Value>
Value ask(const CurlEasy& easy, CURLINFO info) {
  Value value{};
  curl_easy_getinfo(easy.get(), info, &value);
  return value;
}

}  // namespace

CurlTransfer::CurlTransfer(const CurlFetcherOptions& options, curl_slist* headers)
    : options_(options), easy_(curl_easy_init()), receiver_(options_.receive) {
  if (!easy_) throw std::bad_alloc();
  set(easy_, CURLOPT_HEADERFUNCTION, &receive_header);
  set(easy_, CURLOPT_HEADERDATA, static_cast<void*>(this));
  set(easy_, CURLOPT_WRITEFUNCTION, &receive_body);
  set(easy_, CURLOPT_WRITEDATA, static_cast<void*>(this));

  set(easy_, CURLOPT_USERAGENT, options.user_agent.c_str());
  set(easy_, CURLOPT_HTTPHEADER, headers);
  set(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
  // Not h2c with prior knowledge: in 7.88 the second request of such a connection fails.
  set(easy_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  set(easy_, CURLOPT_PATH_AS_IS, 1L);  // the URL is normalized already, by another standard than libcurl's
  set(easy_, CURLOPT_PROXY, options.proxy.c_str());  // an empty one keeps libcurl from asking the environment
  set(easy_, CURLOPT_NOPROXY, "");                   // likewise
  set(easy_, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);  // a proxy's headers are not the page's

  set(easy_, CURLOPT_NOSIGNAL, 1L);
  // Or the end of one transfer would hold up all others until its host name is resolved.
  set(easy_, CURLOPT_QUICK_EXIT, 1L);
  set(easy_, CURLOPT_CONNECTTIMEOUT_MS, in_milliseconds(options.connect_timeout));
  set(easy_, CURLOPT_TIMEOUT_MS, in_milliseconds(options.timeout));
}

void CurlTransfer::begin(const Url& url, TimePoint now) {
  set(easy_, CURLOPT_URL, url.href().c_str());
  started_at_ = std::chrono::system_clock::now();
  started_ = now;
  watch_at_ = now + std::min(options_.first_byte_timeout, options_.slow_timeout);
  watched_bytes_ = 0;
}

base::Result<Response> CurlTransfer::finish(CURLcode code) {
  std::optional<base::Error> failure;
  if (code != CURLE_OK) failure = curl_error(code, ask<long>(easy_, CURLINFO_OS_ERRNO));
  // What it holds goes with it: an idle transfer needs no memory for a body.
  base::Result<Response> response = std::exchange(receiver_, Receiver(options_.receive)).finish(std::move(failure));
  if (response) {
    response->started = started_at_;
    response->took = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - started_);
  }
  return response;
}

bool CurlTransfer::stalled(TimePoint now) {
  if (now < watch_at_) return false;
  const std::size_t bytes = received_bytes();
  const std::size_t before = std::exchange(watched_bytes_, bytes);
  const TimePoint begin_by = started_ + options_.first_byte_timeout;
  watch_at_ = now + options_.slow_timeout;
  if (bytes > 0) return before > 0 && bytes - before < options_.slow_bytes;
  watch_at_ = std::min(watch_at_, begin_by);
  return now >= begin_by;
}

/// As they came, not as they were decoded.
std::size_t CurlTransfer::received_bytes() const {
  const auto body_bytes = ask<curl_off_t>(easy_, CURLINFO_SIZE_DOWNLOAD_T);
  return receiver_.header_bytes() + static_cast<std::size_t>(body_bytes);
}

// Both take all, or say with another number that the transfer is to end.

std::size_t CurlTransfer::receive_header(char* line, std::size_t size, std::size_t count, void* self) {
  Receiver& receiver = static_cast<CurlTransfer*>(self)->receiver_;
  return receiver.receive_header(std::string_view(line, size * count)) ? size * count : 0;
}

std::size_t CurlTransfer::receive_body(char* bytes, std::size_t size, std::size_t count, void* self) {
  Receiver& receiver = static_cast<CurlTransfer*>(self)->receiver_;
  return receiver.receive_body(std::string_view(bytes, size * count)) ? size * count : 0;
}

}  // namespace crawler
