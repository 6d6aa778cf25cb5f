#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "crawler/sitemaps.hpp"
#include "jobs/crawl_options.hpp"
#include "storage/hit_list.hpp"
#include "storage/report.hpp"
#include "storage/result_cursor.hpp"

namespace app {

enum class Format : std::uint8_t { kText, kJson, kJsonLines, kCsv, kHtml };

/// What `sitedex crawl` was asked for: a crawl, and how it is told of.
struct CrawlOptions : jobs::CrawlOptions {
  Format format = Format::kText;
  bool quiet = false;
  bool verbose = false;
};

/// What `sitedex replay` was asked for.
struct ReplayOptions {
  std::vector<std::string> files;
  CrawlOptions crawl;
};

struct SearchOptions {
  std::string query;
  std::string database = "sitedex.db";
  std::uint64_t limit = 10;
  std::uint64_t offset = 0;
  std::optional<storage::ResultCursor> after;  ///< where the list goes on, instead
  storage::GroupBy group_by = storage::GroupBy::kLikeness;
  bool facets = false;                       ///< whether it is to be told what the hits are
  bool explain = false;                      ///< show the parts of scores
  std::chrono::milliseconds timeout{5'000};  ///< for looking for matches
  Format format = Format::kText;
};

struct CompleteOptions {
  std::string typed;
  std::string database = "sitedex.db";
  std::uint64_t limit = 8;
  Format format = Format::kText;
};

struct StatsOptions {
  std::string database = "sitedex.db";
  Format format = Format::kText;
};

struct CheckOptions {
  std::string database = "sitedex.db";
  bool digest = false;
};

struct BackupOptions {
  std::string database = "sitedex.db";
  std::string file;      ///< the copy to be
  bool replace = false;  ///< a file that has its name already
};

/// What `sitedex serve` was asked for. The rest of what it does stands in a file and the environment, and is read again
/// when that may have changed: `read_daemon_settings`.
struct ServeOptions {
  std::string file;                                          ///< its settings; empty: there is none
  std::vector<std::pair<std::string, std::string>> given{};  ///< flags that go before it: names, without dashes, values
};

/// What `sitedex config` was asked for.
struct ConfigOptions {
  enum class Action : std::uint8_t { kCheck, kShow, kInit };
  Action action = Action::kCheck;
  std::string file = "sitedex.toml";
};

struct ExplainOptions {
  std::string url;  ///< the serialization of one, http or https
  std::string database = "sitedex.db";
  Format format = Format::kText;
};

struct ReportOptions {
  std::string database = "sitedex.db";
  std::vector<storage::FindingKind> kinds{storage::kFindingKinds.begin(), storage::kFindingKinds.end()};
  std::vector<storage::FindingKind> fail_on;  ///< kinds of which there shall be none
  Format format = Format::kText;
  std::uint64_t limit = 0;  ///< findings of each kind; 0 leaves it to the format
  storage::ReportThresholds thresholds;
};

struct ForgetOptions {
  std::string what;  ///< the serialization of a URL, or a site (`Url::site`)
  bool is_site = false;
  bool is_guess = false;  ///< a URL that was given without a scheme
  std::string database = "sitedex.db";
};

/// What `search` says of where its list ended; nothing for an empty text.
base::Result<std::optional<storage::ResultCursor>> parse_place(std::string_view text);

/// `Name: value`, a header line of HTTP; returned as it is.
base::Result<std::string> parse_header(std::string_view text);

/// Where the operator of a crawler can be reached: a URL of the web or an address of mail; returned as it is.
base::Result<std::string> parse_contact(std::string_view text);

/// `auto`, `off` or the URL of a sitemap.
base::Result<crawler::Sitemaps::Options> parse_sitemap_source(std::string_view text);

/// A parameter to drop from URLs, as `Canonicalizer` takes it, or nothing; returned as it is.
base::Result<std::string> parse_parameter(std::string_view text);

/// A name that ends with ".warc.gz"; returned as it is.
base::Result<std::string> parse_warc(std::string_view text);

/// `http://[user:password@]proxy:3128`, or https, socks4, socks4a, socks5, socks5h; returned as it is. No error tells a
/// password.
base::Result<std::string> parse_proxy(std::string_view text);

/// `HOST:PORT:ADDRESS[,ADDRESS]...`; returned as it is.
base::Result<std::string> parse_resolve(std::string_view text);

/// The name of a file that can be read; returned as it is.
base::Result<std::string> parse_file(std::string_view text);

}  // namespace app
