#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
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
#include "storage/round_end.hpp"

namespace jobs {

/// A URL to start from. Without a scheme it means https, and http if that gets no answer.
struct Seed {
  crawler::Url url;  ///< without credentials
  bool is_guess = false;
  std::string authorization{};  ///< what `Authorization` says to its origin: the URL's "user:password@"
};

enum class ScopeKind : std::uint8_t { kHost, kDomain, kPrefix };
/// `https://example.org/`, or `example.org` as a guess. No error tells a password.
base::Result<Seed> parse_seed(std::string_view text);

/// Its name on the command line, and in the name of a crawl.
std::string_view scope_word(ScopeKind scope);

/// What the program calls itself.
inline constexpr const char* kUserAgent = "sitedex/" SITEDEX_VERSION;

/// What a crawl of some sites is to be. The defaults here are the ones that `--help` and configs/default.toml tell.
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

  bool list = false;     ///< pages are only seen, and no index is written
  bool titles = true;    ///< of a list: pages are read for what they are, not only for where they lead
  bool timings = false;  ///< CPU time is taken by stage
};

}  // namespace jobs
