#pragma once

#include <cstdint>
#include <optional>

#include "crawler/page.hpp"
#include "indexer/document.hpp"
#include "storage/database.hpp"
#include "storage/pages.hpp"

namespace storage {

/// Decides which of several URLs of a crawl is the page, and which are its aliases, each at its turn, so that the
/// answer depends on the order of the crawl alone. The writer's thread; each function within `Database::change`.
///
/// - Of equal bodies, the earlier URL is the page; but where it names the later one as canonical, the later one is.
/// - A page that names a canonical URL (RFC 6596) becomes its alias when both are stored: if that URL names no other in
///   turn, and shows the same text or nearly so. Else the page stays, with the reason in `urls.canonical_reason`.
/// - What was an alias of a page that becomes an alias is one of the other page then.
class Duplicates {
 public:
  Duplicates(Database& database, Pages& pages);

  /// A good page, recorded in the ledger, that is to be indexed: whether it is a page of its own. If it is not, it has
  /// been made an alias. `document` is null for a page that is unchanged.
  bool is_page_of_its_own(const crawler::Page& page, const indexer::Document* document);

  /// The turn of `page`'s URLs is over: decides the pages that named one of them as canonical. How many of them have
  /// become aliases.
  int settle(const crawler::Page& page);

  /// Removes a page; the first of its aliases that has the same content, or named it as canonical, takes its place, and
  /// the others become its own.
  void remove(crawler::UrlId id);

 private:
  struct Copy;

  bool is_alias_of_canonical(const crawler::Page& page, const indexer::Document* document);
  std::optional<Copy> copy_of(crawler::UrlId id);
  int settle(crawler::CrawlId crawl, crawler::UrlId target);
  void make_alias(crawler::UrlId id, crawler::UrlId of, const char* reason);

  Database& database_;
  Pages& pages_;
  Statement twin_, is_named_, is_to_come_, copy_, wait_, waiting_, stop_waiting_, alias_, hand_over_, refuse_;
  std::int64_t pages_waiting_;  ///< rows of `canonicals`, or more
};

}  // namespace storage
