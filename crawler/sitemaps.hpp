#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/frontier.hpp"
#include "crawler/reader.hpp"
#include "crawler/robots_cache.hpp"
#include "crawler/sitemap.hpp"
#include "lazy/generator.hpp"
#include "lazy/turn.hpp"

namespace crawler {

/// How the reading of a sitemap ended.
enum class SitemapEnd : std::uint8_t {
  kRead,       ///< at its end
  kBrokenOff,  ///< before that, for what is in it
  kFailed,     ///< with no good answer, which says nothing of what it holds
  kGone,       ///< with the answer that there is none, or that it is not for robots
};

/// The disk form of how far one crawl has read its sitemaps. Owned here; storage implements it.
class SitemapStore {
 public:
  virtual ~SitemapStore() = default;

  /// How many entries have been taken, over all runs.
  virtual std::uint64_t sitemap_entries() = 0;
  virtual void keep_sitemap_entries(std::uint64_t taken) = 0;

  /// What came of a sitemap: `problem` is empty if it was read to its end.
  virtual void keep_sitemap(std::string_view url, std::string_view problem, SitemapEnd end) = 0;

  /// When a sitemap says that a URL was last modified.
  virtual void keep_lastmod(UrlId url, std::chrono::sys_seconds time) = 0;
};

/// The sitemaps of one crawl (https://www.sitemaps.org/protocol.html): the last of its sources of URLs, lazily read:
/// none is opened before the queue has run dry. The consumer's thread.
class Sitemaps {
 public:
  enum class Source : std::uint8_t {
    kNone,
    kRobots,  ///< what robots.txt of the crawl's origins names; /sitemap.xml where it names none
    kUrl,     ///< the one that the operator named
  };
  struct Options {
    Source source = Source::kNone;
    std::optional<Url> url;
  };

  /// All of these outlive the sitemaps.
  Sitemaps(Reader& reader, RobotsCache& robots, Frontier& frontier, RobotsStore& origins, SitemapStore& store,
           Options options);

  /// Pushes what the sitemaps list, a stretch at a time, and yields how many URLs were queued: then it is the crawl's
  /// turn, until the queue has run dry again. A file's end ends a stretch. An empty turn while a file is on its way.
  /// Goes on behind the entries that were taken before; called again, with the sitemaps not yet opened.
  lazy::generator<lazy::Turn<std::uint64_t>> stretches();

 private:
  using Stretch = lazy::Turn<std::uint64_t>;
  using Stretches = lazy::generator<Stretch>;

  std::vector<Url> roots();
  Stretches open(Url url, int nesting);
  bool may_open(const Url& url) const;
  void keep_failure(const Url& url, const base::Result<Response>& response);
  void push(const SitemapEntry& entry);
  Stretch end_stretch();

  Reader& reader_;
  RobotsCache& robots_;
  Frontier& frontier_;
  RobotsStore& origins_;
  SitemapStore& store_;
  Options options_;
  std::set<std::string> opened_;  ///< at most kMostSitemaps
  std::uint64_t entries_ = 0;     ///< read by this run
  std::uint64_t taken_ = 0;       ///< by all runs
  std::uint64_t queued_ = 0;      ///< of the stretch under way
};

}  // namespace crawler
