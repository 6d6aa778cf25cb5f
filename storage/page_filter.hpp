#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite.hpp"

namespace storage {

/// What is known of a page beside its words.
struct PageFacts {
  std::string_view url;
  std::string_view language;      ///< a tag (BCP 47, lower case)
  std::string_view content_type;  ///< as it was sent; empty is taken for HTML
  /// What its server said (Last-Modified), else what a sitemap said, else when its text was first seen as it is.
  std::optional<std::chrono::sys_seconds> date{};
};

/// One thing that pages are to be, or not to be.
struct Condition {
  enum class Kind : std::uint8_t { kSite, kLanguage, kType, kBefore, kAfter };

  Kind kind = Kind::kSite;
  std::string value;              ///< in its plainest form, as it may be typed again
  bool is_excluded = false;       ///< pages that are so are not wanted
  std::chrono::sys_seconds time;  ///< of the two last kinds: the beginning of what `value` names, in UTC

  friend bool operator==(const Condition&, const Condition&) = default;
};

/// Understands what is typed as `field`:`value`; nothing if such a field is not there, or has no such values.
/// - `site`: a host, which stands for its subdomains too, with a port or not, and what its path begins with
///   ("example.com", "example.com/docs"). A scheme before it says nothing.
/// - `lang`: a language tag; "en" is "en-us" too (basic filtering, RFC 4647, 3.3.1).
/// - `type`: html, pdf, text, markdown and other names of kinds of files, or a media type ("text/css").
/// - `before`, `after`: "2024", "2024-05" or "2024-05-31". A page is before a date if it is earlier than its first
///   second, and otherwise after it: "after:2024 before:2025" is a year.
std::optional<Condition> parse_condition(std::string_view field, std::string_view value);

/// What `field` wants, in words, if it is one of those above; else empty.
std::string_view wanted_of(std::string_view field);

/// Which pages are wanted, whatever their words. Of several sites, languages or types one is enough; whatever is
/// excluded is not wanted, and all dates hold.
struct PageFilter {
  bool empty() const { return conditions.empty(); }
  bool passes(const PageFacts& page) const;

  std::vector<Condition> conditions{};

  friend bool operator==(const PageFilter&, const PageFilter&) = default;
};

/// The name by which `type` knows a media type ("text/html; charset=utf-8" is "html"), or itself.
std::string type_name(std::string_view content_type);

/// A statement that selects what is known of the rows of `pages` for which `condition` is true.
std::string page_facts_sql(std::string_view condition);
/// What a row of it says; views as good as the row.
PageFacts page_facts(const Row& row);

/// An SQL expression that is true for a row of `pages` which passes the filter that is bound (`lent`) to `parameter`.
/// Some 2 us for each row.
std::string passes_sql(std::string_view parameter);
/// The same for a row of `page_index`.
std::string index_passes_sql(std::string_view parameter);
Lent lent(const PageFilter& filter);

/// Gives `connection` the function that such expressions call.
void lend_filter_function(Connection& connection);

}  // namespace storage
