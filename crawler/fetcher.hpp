#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "crawler/url.hpp"
#include "crawler/validators.hpp"

namespace crawler {

/// An HTTP answer. A status is no error but part of it.
struct Response {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case, in order; of the final answer
  std::string body;                                          ///< decoded (gzip ...); cut at the limit
  bool body_cut = false;                                     ///< the body had more bytes than the limit
  bool body_left = false;  ///< the body was not read, for its content type is not wanted
  std::chrono::system_clock::time_point started;
  std::chrono::milliseconds took{0};
  std::string request;  ///< the header lines it was asked with, their ends included; only if the fetcher keeps them
  std::string address;  ///< of the host that answered; likewise

  /// The first header of that (lower-case) name, or empty.
  std::string_view header(std::string_view name) const;
};

/// Where a redirect leads (RFC 9110, 15.4), as the server wrote it; nothing if it is none.
std::optional<std::string_view> redirect_location(const Response& response);

/// Whether the same request may get another answer another time: RFC 9110, 15.5.9 and 15.6; RFC 6585, 4.
bool may_pass(int status);

/// Whether a body of that Content-Type may be a page: HTML's types (RFC 2854, RFC 3236), or one that
/// says nothing.
bool may_be_html(std::string_view content_type);

/// A GET that is to be made.
struct Fetch {
  Url url;
  bool urgent = false;                 ///< goes to the head of its host's queue, behind the urgent ones before it
  std::chrono::milliseconds after{0};  ///< starts no sooner than this from now; those queued behind it go ahead
  std::uint64_t session = 0;           ///< requests of one session share their cookies; 0: none are kept
  bool is_named = false;               ///< the operator named the host, which may then be this machine or a private one
  bool any_type = false;               ///< the body is read whatever its Content-Type
  std::size_t max_body_bytes = 0;      ///< decoded; 0: what the fetcher's limits say
  Validators validators{};             ///< of a copy that there is: if the server still has it, the answer is a 304
};

/// Gets URLs, many at a time. Redirects are not followed: each hop is the caller's to judge.
class Fetcher {
 public:
  using Done = std::move_only_function<void(base::Result<Response>)>;

  virtual ~Fetcher() = default;

  /// Queues one GET and returns at once; any thread. `done` is called exactly once, on a thread of the fetcher's that
  /// it must not hold up, never from within `fetch` itself. A request of one host starts after those queued before it,
  /// but for what `Fetch` says. When `stop` is requested before the end, `done` gets an error of kind kCancelled soon.
  virtual void fetch(Fetch fetch, std::stop_token stop, Done done) = 0;

  /// The robots.txt of `site` (as `Url::site()` names it) is known, be it from an earlier run: it is a host that
  /// answers, and from now on gets at least this pause, zero for none, between an answer and the next request, for all
  /// who use the fetcher. Any thread.
  virtual void set_crawl_delay(std::string_view site, std::chrono::milliseconds delay) = 0;
};

}  // namespace crawler
