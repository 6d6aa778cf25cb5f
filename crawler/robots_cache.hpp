#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/error.hpp"
#include "crawler/reader.hpp"
#include "crawler/retrieval.hpp"
#include "crawler/robots.hpp"
#include "crawler/url.hpp"

namespace crawler {

/// The disk form of what the origins of one crawl answered when they were asked for robots.txt. The cache owns this
/// interface; storage implements it. An origin is written as "https://example.org:8443".
class RobotsStore {
 public:
  virtual ~RobotsStore() = default;

  /// The text of an origin that was asked within the last 24 hours (RFC 9309, 2.4); empty where it has none.
  virtual std::optional<std::string> robots(std::string_view origin) = 0;
  virtual void keep_robots(std::string_view origin, std::string_view text) = 0;

  /// The origins that gave an answer, in the order in which they first did.
  virtual std::vector<std::string> origins() = 0;
};

/// What robots.txt says, for each origin of one crawl. It is asked for when it is first needed, and then holds for the
/// crawl. RFC 9309, 2.3.1: no rules where it is missing (4xx) or more than five redirects away; where it cannot be had
/// (5xx, 429, no answer) nothing is allowed. The consumer's thread.
class RobotsCache {
 public:
  struct Options {
    std::string agent = "sitedex";  ///< product token
    std::uint64_t session = 0;      ///< of its requests
    bool is_ignored = false;        ///< everything is allowed; still asked for, for the sitemaps that it names
  };

  /// All of these outlive the cache.
  RobotsCache(Reader& reader, RobotsStore& store, Options options);

  /// Who asks. A guess is not worth waiting for: one attempt.
  struct Asker {
    bool is_named = false;  ///< `Fetch::is_named` for the URL's host
    bool is_guess = false;
  };

  /// Whether `url` may be asked for; an error if its robots.txt cannot be had; nothing while that is on its way.
  std::optional<base::Result<bool>> ask(const Url& url, Asker asker);

  /// The sitemaps that the robots.txt of `origin` names, as written; none if it is not known.
  std::vector<std::string> sitemaps(std::string_view origin);

  /// Asks again for those that could not be had, when they are needed next: once, as of any URL that was deferred.
  void forget_failures();

 private:
  /// Of one origin.
  struct Entry {
    std::string origin;
    std::optional<Retrieval> retrieval;  ///< while it is on its way
    std::optional<RobotsRules> rules;    ///< when it is known
    std::optional<base::Error> failure;  ///< when it cannot be had
  };

  Entry& entry_for(const Url& url, Asker asker);
  Retrieval retrieve(const Url& url, Asker asker);
  void receive(Entry& entry, base::Result<Response> response);
  void learn(Entry& entry, std::string_view text);

  Reader& reader_;
  RobotsStore& store_;
  Options options_;
  bool is_patient_ = true;
  std::unordered_map<std::string, Entry> entries_;
  Entry* last_ = nullptr;  ///< most questions are about the same origin as the one before
};

/// "https://example.org:8443": what a robots.txt is valid for (RFC 9309, 2.3).
std::string origin_of(const Url& url);

}  // namespace crawler
