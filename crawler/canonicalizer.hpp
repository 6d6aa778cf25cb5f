#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "crawler/url.hpp"

namespace crawler {

/// Drops from URLs the parameters that do not choose a page: what follows a visitor (tracking) or names one (session).
/// A name is an exact one, or a glob with `*` at its end, its beginning or both; names are compared in lower case and
/// percent-decoded. A value; any thread.
class Canonicalizer {
 public:
  /// With no names it drops nothing.
  static base::Result<Canonicalizer> parse(std::span<const std::string_view> names);

  /// The names dropped by default: those that belong to one tool and mean nothing else anywhere. `sid`, `session` and
  /// `ref` are not among them: they name stories, lectures and revisions too.
  static std::span<const std::string_view> default_names();

  /// `url` without the parameters to drop, in the query (behind '?', between '&') and in the segments of the path
  /// (behind ';'). The others keep order and spelling; a query of which nothing is left loses its '?'. Canonicalizing
  /// twice is the same as once. 10 ns for a URL with neither '?' nor ';', 100 for each parameter.
  Url canonicalize(Url url) const;

 private:
  Canonicalizer() = default;

  bool drops(std::string_view parameter) const;
  std::string kept_of_path(std::string_view path) const;
  std::string kept_of_segment(std::string_view segment) const;
  std::string kept_of_query(std::string_view query) const;

  std::vector<std::string> names_;  ///< sorted
  std::vector<std::string> prefixes_;
  std::vector<std::string> suffixes_;
  std::vector<std::string> infixes_;
};

}  // namespace crawler
