#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "crawler/archive.hpp"
#include "crawler/canonicalizer.hpp"
#include "crawler/curl_fetcher.hpp"
#include "crawler/document_types.hpp"
#include "crawler/limits.hpp"
#include "crawler/scope.hpp"
#include "crawler/sitemaps.hpp"
#include "crawler/url.hpp"
#include "crawler/warc_record.hpp"
#include "indexer/selection.hpp"
#include "storage/hit_list.hpp"
#include "storage/report.hpp"
#include "storage/result_cursor.hpp"
#include "storage/round_end.hpp"

namespace app {

/// A URL to start from. Without a scheme it means https, and http if that gets no answer.
struct Seed {
  crawler::Url url;  ///< without credentials
  bool is_guess = false;
  std::string authorization{};  ///< what `Authorization` says to its origin: the URL's "user:password@"
};

enum class ScopeKind : std::uint8_t { kHost, kDomain, kPrefix };
enum class Format : std::uint8_t { kText, kJson, kJsonLines, kCsv, kHtml };

/// Its name on the command line, and in the name of a crawl.
std::string_view scope_word(ScopeKind scope);

/// What the program calls itself.
inline constexpr const char* kUserAgent = "sitedex/" SITEDEX_VERSION;

/// What `sitedex crawl` was asked for. The defaults here are the ones that `--help` and configs/default.toml tell.
struct CrawlOptions {
  std::vector<Seed> seeds;                    ///< those that the command line names
  std::string seeds_file;                     ///< further ones, a line each; "-" is standard input, empty none
  std::string folder;                         ///< if there is one, it is read as the site of the only seed
  std::shared_ptr<crawler::Archive> archive;  ///< if there is one, it is crawled in the place of the web
  std::string database = "sitedex.db";
  bool compress = false;  ///< the database is to store texts compressed
  crawler::LimitOptions limits;
  int max_depth = std::numeric_limits<int>::max();  ///< links from a seed
  std::size_t batch = 1000;                         ///< pages of a transaction
  storage::LossLimits losses;                       ///< pages that crawling again may remove
  bool fresh = false;                               ///< all pages are asked for as if there were none

  ScopeKind scope = ScopeKind::kHost;
  std::vector<std::string> allowed;  ///< further hosts: `Url::site()`
  std::vector<crawler::Pattern> include;
  std::vector<crawler::Pattern> exclude;
  std::vector<std::string> dropped_parameters{crawler::Canonicalizer::default_names().begin(),
                                              crawler::Canonicalizer::default_names().end()};
  bool traps = true;  ///< URLs that a site makes without end are refused
  crawler::Sitemaps::Options sitemaps{.source = crawler::Sitemaps::Source::kRobots, .url = {}};

  crawler::DocumentTypes documents;  ///< which answers are pages; of output, a converter's has the bound of a body
  indexer::Selection selection;      ///< what of a page is main content, or not to be searched

  bool ignore_robots = false;
  std::chrono::milliseconds retry_delay{1'000};                   ///< before a URL that failed is asked for again
  unsigned concurrency = 8;                                       ///< requests of one crawl in flight
  crawler::CurlFetcherOptions network{.user_agent = kUserAgent};  ///< as far as no option above says it

  std::string warc;                                   ///< the archive to record into; empty: none
  std::uint64_t warc_bytes = std::uint64_t{1} << 30;  ///< a longer file is followed by the next one
  crawler::WarcFields rules;  ///< options that decide which pages a crawl has, as they were given: names and values

  bool list = false;  ///< print the pages' URLs and write no index
  Format format = Format::kText;
  bool quiet = false;
  bool verbose = false;
  bool timings = false;  ///< tell at the end where the CPU time went
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

/// `https://example.org/`, or `example.org` as a guess. No error tells a password.
base::Result<Seed> parse_seed(std::string_view text);

/// The most that a count can be: it goes into SQL, whose integers have a sign.
inline constexpr std::uint64_t kMostCount = std::numeric_limits<std::int64_t>::max();

/// A whole number from `least` to `most`.
base::Result<std::uint64_t> parse_count(std::string_view text, std::uint64_t least, std::uint64_t most = kMostCount);

/// `500ms`, `2s`, `1.5m`, `1h`; `0` needs no unit.
base::Result<std::optional<storage::ResultCursor>> parse_place(std::string_view text);
base::Result<std::chrono::milliseconds> parse_duration(std::string_view text);

/// What `parse_duration` reads: "500ms", "2s", "0".
std::string duration_text(std::chrono::milliseconds time);

/// `2/s` or `30/m`, as the time between two requests.
base::Result<std::chrono::microseconds> parse_rate(std::string_view text);

/// `65536`, `64k`, `16M`, `1G`, each also with `iB` or `B` behind; powers of 1024.
base::Result<std::uint64_t> parse_size(std::string_view text);

/// `25%`, as a part of 1.
base::Result<double> parse_percentage(std::string_view text);

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
