#include "crawler/curl_transfer.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.hpp"
#include "crawler/address.hpp"
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

/// RFC 9110, 13.1.2 and 13.1.3.
CurlList with_conditions(const CurlList& headers, const Validators& validators) {
  std::vector<std::string> lines;
  for (const curl_slist* line = headers.get(); line != nullptr; line = line->next) lines.emplace_back(line->data);
  if (!validators.etag.empty()) lines.push_back("If-None-Match: " + validators.etag);
  if (!validators.last_modified.empty()) lines.push_back("If-Modified-Since: " + validators.last_modified);
  return curl_list(lines);
}

bool sets_cookie(std::string_view line) {
  constexpr std::string_view kName = "set-cookie:";
  return line.size() > kName.size() && (line.front() | 0x20) == 's' &&
         base::ascii_lower(line.substr(0, kName.size())) == kName;
}

}  // namespace

CurlTransfer::CurlTransfer(const CurlFetcherOptions& options, const RequestHeaders& headers, CookieJars& cookies)
    : options_(options),
      headers_(headers),
      cookies_(cookies),
      resolve_(curl_list(options.resolve)),
      easy_(curl_easy_init()),
      receiver_(options_.receive) {
  if (!easy_) throw std::bad_alloc();
  set(easy_, CURLOPT_HEADERFUNCTION, &receive_header);
  set(easy_, CURLOPT_HEADERDATA, static_cast<void*>(this));
  set(easy_, CURLOPT_WRITEFUNCTION, &receive_body);
  set(easy_, CURLOPT_WRITEDATA, static_cast<void*>(this));

  set(easy_, CURLOPT_USERAGENT, options.user_agent.c_str());
  set(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
  // Not h2c with prior knowledge: in 7.88 the second request of such a connection fails.
  set(easy_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  set(easy_, CURLOPT_PATH_AS_IS, 1L);  // the URL is normalized already, by another standard than libcurl's
  set(easy_, CURLOPT_PROXY, options.proxy.c_str());  // an empty one keeps libcurl from asking the environment
  set(easy_, CURLOPT_NOPROXY, "");                   // likewise
  set(easy_, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);  // a proxy's headers are not the page's
  if (resolve_) set(easy_, CURLOPT_RESOLVE, resolve_.get());
  if (options.proxy.empty()) check_addresses();
  trust();
  if (options.keeps_requests) {
    set(easy_, CURLOPT_DEBUGFUNCTION, &keep_request);
    set(easy_, CURLOPT_DEBUGDATA, static_cast<void*>(this));
    set(easy_, CURLOPT_VERBOSE, 1L);
  }

  set(easy_, CURLOPT_NOSIGNAL, 1L);
  // Or the end of one transfer would hold up all others until its host name is resolved.
  set(easy_, CURLOPT_QUICK_EXIT, 1L);
  set(easy_, CURLOPT_CONNECTTIMEOUT_MS, in_milliseconds(options.connect_timeout));
  set(easy_, CURLOPT_TIMEOUT_MS, in_milliseconds(options.timeout));
}

/// Each address before a socket to it is opened, and before a request rides on a connection that was opened for
/// another.
void CurlTransfer::check_addresses() {
  set(easy_, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
  set(easy_, CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
  set(easy_, CURLOPT_PREREQFUNCTION, &check_connection);
  set(easy_, CURLOPT_PREREQDATA, static_cast<void*>(this));
}

/// The system has its authorities in one large file, and again in a folder that is looked into as needed. libcurl 7.88
/// reads the file anew for each connection (43 ms of CPU instead of 3), unless there is no folder.
void CurlTransfer::trust() {
  if (options_.ca_file.empty()) {
    const char* const none = nullptr;
    set(easy_, CURLOPT_CAPATH, none);
  } else {
    set(easy_, CURLOPT_CAINFO, options_.ca_file.c_str());  // in place of the file, and beside the folder
  }
  if (!options_.insecure) return;
  set(easy_, CURLOPT_SSL_VERIFYPEER, 0L);
  set(easy_, CURLOPT_SSL_VERIFYHOST, 0L);
}

// Most requests need what the one before them had.

void CurlTransfer::choose_headers(const Fetch& fetch) {
  const RequestHeaders::Lines& lines = headers_.of(fetch);
  const bool has_conditions = !fetch.validators.empty();
  if (!has_conditions && std::exchange(lines_, &lines) == &lines) return;
  CurlList headers = has_conditions ? with_conditions(lines.headers, fetch.validators) : nullptr;
  set(easy_, CURLOPT_HTTPHEADER, has_conditions ? headers.get() : lines.headers.get());
  set(easy_, CURLOPT_COOKIE, lines.cookie.empty() ? nullptr : lines.cookie.c_str());
  if (has_conditions) lines_ = nullptr;
  own_headers_ = std::move(headers);  // not before: the handle must leave the old ones first
}

void CurlTransfer::choose_cookies(const Fetch& fetch) {
  std::shared_ptr<CookieJar> jar = cookies_.of(fetch.session);
  if (jar == jar_) return;
  const char* const off = nullptr;
  set(easy_, CURLOPT_COOKIEFILE, off);  // or it would have a jar of its own where there is no session
  set(easy_, CURLOPT_SHARE, jar ? jar->share() : nullptr);
  if (jar) set(easy_, CURLOPT_COOKIEFILE, "");  // on: no file is read
  jar_ = std::move(jar);                        // not before: the handle must leave the old one first
}

void CurlTransfer::begin(const Fetch& fetch, TimePoint now) {
  set(easy_, CURLOPT_URL, fetch.url.href().c_str());
  choose_headers(fetch);
  choose_cookies(fetch);
  is_named_ = fetch.is_named;
  opened_ = turned_back_ = false;
  forbidden_.reset();
  request_.clear();
  receiver_ = Receiver(options_.receive, fetch);
  started_at_ = std::chrono::system_clock::now();
  started_ = now;
  watch_at_ = now + std::min(options_.first_byte_timeout, options_.slow_timeout);
  watched_bytes_ = 0;
}

base::Result<Response> CurlTransfer::finish(CURLcode code) {
  std::optional<base::Error> error;
  if (code != CURLE_OK) error = failure(code);
  // What it holds goes with it: an idle transfer needs no memory for a body.
  base::Result<Response> response = std::exchange(receiver_, Receiver(options_.receive)).finish(std::move(error));
  if (response) {
    response->started = started_at_;
    response->took = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - started_);
  }
  if (response && options_.keeps_requests) {
    response->request = std::move(request_);
    if (options_.proxy.empty()) response->address = ask<const char*>(easy_, CURLINFO_PRIMARY_IP);
  }
  return response;
}

/// An address that may not be asked is the reason only where there was no other.
base::Error CurlTransfer::failure(CURLcode code) const {
  if (turned_back_ || (code == CURLE_COULDNT_CONNECT && forbidden_ && !opened_)) return *forbidden_;
  return curl_error(code, {.os_errno = ask<long>(easy_, CURLINFO_OS_ERRNO),
                           .certificate = ask<long>(easy_, CURLINFO_SSL_VERIFYRESULT),
                           .proxy_status = ask<long>(easy_, CURLINFO_HTTP_CONNECTCODE)});
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
  CurlTransfer& transfer = *static_cast<CurlTransfer*>(self);
  const std::string_view text(line, size * count);
  if (transfer.jar_ && sets_cookie(text)) transfer.jar_->count(transfer.handle());
  return transfer.receiver_.receive_header(text) ? text.size() : 0;
}

std::size_t CurlTransfer::receive_body(char* bytes, std::size_t size, std::size_t count, void* self) {
  Receiver& receiver = static_cast<CurlTransfer*>(self)->receiver_;
  return receiver.receive_body(std::string_view(bytes, size * count)) ? size * count : 0;
}

/// A proxy is asked for a tunnel first, and a lost connection makes libcurl ask again: the last one is the request.
int CurlTransfer::keep_request(CURL* /*handle*/, curl_infotype type, char* bytes, std::size_t count, void* self) {
  if (type == CURLINFO_HEADER_OUT) static_cast<CurlTransfer*>(self)->request_.assign(bytes, count);
  return 0;
}

bool CurlTransfer::allows(std::string_view address) {
  base::Result<void> checked = check_address(address, is_named_);
  if (checked) return true;
  if (!forbidden_ || checked.error().what < forbidden_->what) forbidden_ = std::move(checked.error());
  return false;
}

/// Where this refuses, libcurl goes on to the name's next address.
curl_socket_t CurlTransfer::open_socket(void* self, curlsocktype /*purpose*/, curl_sockaddr* address) {
  CurlTransfer& transfer = *static_cast<CurlTransfer*>(self);
  if (!transfer.allows(address_text(address->addr))) return CURL_SOCKET_BAD;
  transfer.opened_ = true;
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/// Only a named host's fetch opens a connection that another may not use.
int CurlTransfer::check_connection(void* self, char* address, char* /*own_address*/, int /*port*/, int /*own_port*/) {
  CurlTransfer& transfer = *static_cast<CurlTransfer*>(self);
  if (transfer.is_named_ || transfer.allows(address)) return CURL_PREREQFUNC_OK;
  transfer.turned_back_ = true;
  return CURL_PREREQFUNC_ABORT;
}

}  // namespace crawler
