#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crawler/page.hpp"
#include "lazy/generator.hpp"
#include "storage/database.hpp"

namespace storage {

/// What a site's owner may want to look after.
enum class FindingKind : std::uint8_t {
  kBroken,      ///< gives no good answer; the pages that link to it, or to what redirects there, hold the link
  kRedirects,   ///< redirects, and is linked to
  kSlow,        ///< a page whose answer took long
  kLarge,       ///< a page of many bytes
  kOrphans,     ///< an indexed page that no other one links to: a sitemap or a redirect led there; seeds are none
  kDuplicates,  ///< the same as a page under another URL: by its bytes, by its own word (canonical), or by its text
  kScripts,     ///< a page that shows hardly a word without JavaScript
};

/// All kinds, in the order in which they are told.
inline constexpr std::array kFindingKinds{FindingKind::kBroken, FindingKind::kRedirects, FindingKind::kSlow,
                                          FindingKind::kLarge,  FindingKind::kOrphans,   FindingKind::kDuplicates,
                                          FindingKind::kScripts};

struct Finding {
  FindingKind kind = FindingKind::kBroken;
  std::int64_t place = 0;  ///< among all findings
  std::string url;
  std::string title;                   ///< of its page, if it is indexed
  std::string reason;                  ///< broken: what came; orphans: how it was found; duplicates: of what sort
  std::string other;                   ///< redirects: where they end; duplicates: the page; orphans: who redirects
  std::string other_state;             ///< what is there: "page", "failed"
  std::optional<std::int64_t> status;  ///< of the last answer; redirects: of where they end
  std::int64_t depth = 0;
  std::optional<std::int64_t> took_ms;
  std::optional<std::int64_t> bytes;
  std::int64_t holders = 0;  ///< indexed pages that hold a link to it
};

/// A page with a link to what was found.
struct Holder {
  std::string page;
  std::string via;  ///< the URL that it names, where that redirects to what was found; empty: it names that itself
};

struct ReportThresholds {
  std::chrono::milliseconds slow{1'000};
  std::int64_t large_bytes = std::int64_t{1} << 20;
};

/// Findings over all crawls of a database, as it is at one moment. Each kind is looked for when it is first asked for,
/// into temporary tables, so memory is bounded: a second for 20,000 pages. One report of a database at a time.
class Report {
 public:
  explicit Report(Database& database, ReportThresholds thresholds = {});

  std::int64_t count(FindingKind kind);

  /// The worst first, the rest by URL; the same for the same database.
  lazy::generator<Finding> findings(FindingKind kind);

  /// The pages that hold a link to a finding, by URL.
  lazy::generator<Holder> holders(const Finding& finding);

 private:
  void look_for(FindingKind kind);
  void gather_link_holders();
  void add_broken();
  void add_redirects();
  void add_orphans();
  void add_duplicates();
  void add_equal_texts();

  Connection& connection_;
  ReportThresholds thresholds_;
  ReadTransaction moment_;
  std::array<bool, kFindingKinds.size()> is_ready_{};
  bool has_link_holders_ = false;
};

}  // namespace storage
