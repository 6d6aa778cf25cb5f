#pragma once

#include <any>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "crawler/url.hpp"
#include "crawler/validators.hpp"
#include "html/outline.hpp"

namespace crawler {

/// A URL's row in the ledger. 0 is "none": a link that was counted but not kept.
using UrlId = std::int64_t;
/// A crawl's row in the ledger.
using CrawlId = std::int64_t;

/// One `href` of a page, resolved, without its fragment.
struct Link {
  Url url;
  UrlId id = 0;           ///< set when the frontier has seen it
  bool nofollow = false;  ///< the page asks not to follow it
};

/// What a link shows: a stretch of `Outline::text`, by byte offsets. White space may come first.
struct LinkText {
  std::uint32_t link = 0;  ///< its place in `Content::links`
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// What a page asks of robots, in `meta` elements and in `X-Robots-Tag` headers together.
struct Directives {
  bool noindex = false;
  bool nofollow = false;
  bool noarchive = false;
};

/// What a page says of itself.
struct Metadata {
  std::string title;        ///< of the first `title` element, white space collapsed
  std::string description;  ///< `meta name=description`
  std::string language;     ///< `html lang`, as written; empty if absent
  std::optional<Url> canonical;
  std::optional<Url> refresh;  ///< where `meta http-equiv=refresh` leads to at once
  Directives directives;
  bool needs_script = false;  ///< shows hardly a word unless its scripts run
};

/// What the parsers make of a body.
struct Content {
  Metadata metadata;
  html::Outline outline;
  std::vector<Link> links;             ///< http and https, in document order, each URL once
  std::vector<LinkText> link_texts{};  ///< of all elements that are links, those that show some, in document order
  std::string truncated;               ///< why not all of the page was read ("body over 16 MiB"); empty if it was
  std::any extracted{};                ///< what `Reader::Options::extract` made of the page
};

using BodyHash = std::array<std::uint8_t, 16>;

/// What came of the URL at the end of a request's redirects.
enum class Outcome : std::uint8_t {
  kPage,      ///< a good page: 2xx, a document that is read, under a name not taken
  kAlias,     ///< redirected to a URL that has, or will have, its own place
  kSkipped,   ///< answered, but is no document that is read
  kFailed,    ///< no answer, or an answer that is an error
  kDeferred,  ///< the same, and it will be asked for once more when the queue is empty
  kRefused,   ///< redirected to where a rule forbids to go, or forbidden by robots.txt
};

/// The reason of a good page that asks not to be indexed. It is crawled, and counts, as any other.
inline constexpr std::string_view kNoindex = "noindex";

/// One URL taken from the queue and what came of it: a page, an alias, a failure. Every URL taken comes out as one of
/// these, in the order of the queue.
struct Page {
  CrawlId crawl = 0;
  std::int64_t position = 0;     ///< of the request in the crawl's queue
  std::vector<UrlId> redirects;  ///< the URLs that redirected, first the one that was queued; empty if none did
  UrlId id = 0;                  ///< where the redirects ended: the page's URL; for kAlias the URL that it stands for
  Url url;                       ///< the name of `id`
  int depth = 0;                 ///< links from a seed

  Outcome outcome = Outcome::kFailed;
  std::string reason;  ///< why it is no page ("404 Not Found", "connection refused"); empty for a full page
  base::ErrorKind error = base::ErrorKind::kSkip;  ///< for kFailed: what can be done

  int status = 0;  ///< HTTP status of the last answer; 0 if none came
  std::string content_type;
  std::uint64_t body_bytes = 0;  ///< decoded
  BodyHash body_hash{};
  std::chrono::system_clock::time_point fetched_at;
  std::chrono::milliseconds took{0};
  std::size_t attempts = 0;  ///< at the last URL; 0: it was not asked for
  Validators validators{};   ///< of a good page

  /// A good page of which an earlier round has all there is: the server said so, or was not asked. `content` then holds
  /// no text, and what of the answer is not new is as it was.
  bool is_unchanged = false;

  Content content;  ///< of a good page

  /// The row of the URL that a good page names as the one to be known by (RFC 6596); 0 if that is not in the crawl's
  /// scope, nothing if it names none or itself. Set when the frontier has seen it.
  std::optional<UrlId> canonical{};
};

}  // namespace crawler
