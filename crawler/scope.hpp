#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
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

 private:
  explicit Pattern(std::shared_ptr<const re2::RE2> expression) : expression_(std::move(expression)) {}

  std::shared_ptr<const re2::RE2> expression_;
};

/// Which URLs belong to a crawl: those of its sites, below its prefixes, that its patterns let through.
struct Scope {
  std::vector<std::string> sites;     ///< `Url::site()` of each host that belongs to the crawl
  std::vector<std::string> prefixes;  ///< if there are any: the path starts with one of these
  std::vector<Pattern> include;       ///< if there are any: one of these matches
  std::vector<Pattern> exclude;       ///< none of these matches

  /// The rule that forbids `url`: "scheme", "scope" or "pattern"; empty if none does.
  std::string_view refuses(const Url& url) const;

  /// Whether a seed may be followed from `seed` to `target`, though it is another site: from a host to its `www.` form
  /// or back, and from http to https on another port.
  static bool is_same_owner(const Url& seed, const Url& target);
};

/// The path up to the last slash: what `--scope prefix` makes of a seed.
std::string_view directory(const Url& url);

}  // namespace crawler
