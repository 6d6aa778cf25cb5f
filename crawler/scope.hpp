#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "crawler/public_suffix.hpp"
#include "crawler/text_hash.hpp"
#include "crawler/url.hpp"

namespace re2 {
class RE2;
}

namespace crawler {

/// A pattern over whole URLs: a glob (`*` any run of characters, `?` any one), or RE2 syntax behind `re:`, which may
/// match anywhere. Linear time on any input. A value; any thread.
class Pattern {
 public:
  static base::Result<Pattern> parse(std::string_view text);
  bool matches(std::string_view url) const;

  /// As it was given.
  const std::string& text() const { return text_; }

 private:
  Pattern(std::string_view text, std::shared_ptr<const re2::RE2> expression)
      : text_(text), expression_(std::move(expression)) {}

  std::string text_;
  std::shared_ptr<const re2::RE2> expression_;
};

/// Which URLs belong to a crawl: those of its sites and domains, below its prefixes, and those of the hosts allowed,
/// that its patterns let through. One thread.
struct Scope {
  std::vector<std::string> sites;          ///< `Url::site()` of the seeds, and of those few that a seed redirected to
  std::vector<std::string> prefixes;       ///< if there are any: the path starts with one of these
  std::vector<Pattern> include;            ///< if there are any: one of these matches
  std::vector<Pattern> exclude;            ///< none of these matches
  std::vector<RegistrableDomain> domains;  ///< with all their subdomains, at any port
  TextSet allowed;                         ///< further sites, whatever the prefixes
  TextSet seeds;                           ///< the sites of the seeds alone

  /// The rule that forbids `url`: "scheme", "scope" or "pattern"; empty if none does.
  /// 40 ns and the patterns, however many hosts are allowed.
  std::string_view refuses(const Url& url) const;

  /// Whether the URL's host belongs to the crawl, whatever the path and the patterns.
  bool has_site(const Url& url) const;

  /// Whether the operator named this very host and port, as a seed's or as one allowed: only such a host may have a
  /// private address. One that belongs to the crawl by its domain or by a redirect is not named.
  bool is_named(const Url& url) const;

  /// Whether a seed may be followed from `seed` to `target`, though it is another site: from a host to its `www.` form
  /// or back, and from http to https on another port.
  static bool is_same_owner(const Url& seed, const Url& target);
};

/// The `Url::site()` that `HOST` or `HOST:PORT` means: without a port, or with 80 or 443, the site at the default
/// ports. An IPv6 address stands in brackets.
base::Result<std::string> parse_site(std::string_view text);

/// The path up to the last slash: what `--scope prefix` makes of a seed.
std::string_view directory(const Url& url);

}  // namespace crawler
