#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "crawler/limits.hpp"
#include "crawler/scope.hpp"
#include "crawler/url.hpp"

namespace app {

/// A URL to start from. Without a scheme it means https, and http if that gets no answer.
struct Seed {
  crawler::Url url;
  bool is_guess = false;
};

enum class ScopeKind : std::uint8_t { kHost, kPrefix };
enum class Format : std::uint8_t { kText, kJson, kJsonLines };

/// What `sitedex crawl` was asked for. The defaults here are the ones that `--help` and configs/default.toml tell.
struct CrawlOptions {
  std::vector<Seed> seeds;
  std::string database = "sitedex.db";
  crawler::LimitOptions limits;
  unsigned concurrency = 8;  ///< requests of one site in flight
  std::size_t batch = 1000;  ///< pages of a transaction
  std::chrono::milliseconds delay{0};
  std::chrono::milliseconds timeout{30'000};
  std::uint64_t max_body_bytes = 16 << 20;  ///< decoded
  ScopeKind scope = ScopeKind::kHost;
  std::vector<crawler::Pattern> include;
  std::vector<crawler::Pattern> exclude;
  std::string user_agent = "sitedex/" SITEDEX_VERSION;
  std::vector<std::string> headers;  ///< "Name: value"
  bool list = false;                 ///< print the pages' URLs and write no index
  Format format = Format::kText;
  bool quiet = false;
  bool verbose = false;
  bool timings = false;  ///< tell at the end where the CPU time went
};

struct SearchOptions {
  std::string query;
  std::string database = "sitedex.db";
  std::uint64_t limit = 10;
  std::uint64_t offset = 0;
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

/// `https://example.org/`, or `example.org` as a guess.
base::Result<Seed> parse_seed(std::string_view text);

/// The most that a count can be: it goes into SQL, whose integers have a sign.
inline constexpr std::uint64_t kMostCount = std::numeric_limits<std::int64_t>::max();

/// A whole number from `least` to `most`.
base::Result<std::uint64_t> parse_count(std::string_view text, std::uint64_t least, std::uint64_t most = kMostCount);

/// `500ms`, `2s`, `1.5m`, `1h`; `0` needs no unit.
base::Result<std::chrono::milliseconds> parse_duration(std::string_view text);

/// `65536`, `64k`, `16M`, `1G`, each also with `iB` or `B` behind; powers of 1024.
base::Result<std::uint64_t> parse_size(std::string_view text);

/// `Name: value`, a header line of HTTP; returned as it is.
base::Result<std::string> parse_header(std::string_view text);

}  // namespace app
