#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "crawler/fetcher.hpp"

namespace support {

/// A small random web, made from a number: pages that link to each other, redirects, failures that pass and that do
/// not, files, links that lead elsewhere, a robots.txt, sitemaps. Node 0 is the start and always a page. An answer
/// depends on the URL and on how often it was asked for alone.
class WebGraph {
 public:
  enum class Kind : std::uint8_t { kPage, kRedirect, kRefresh, kMissing, kFile, kLeavesSite };

  static constexpr std::size_t kAlways = std::numeric_limits<std::size_t>::max();

  struct Link {
    std::size_t target = 0;
    bool nofollow = false;
  };

  struct Node {
    Kind kind = Kind::kPage;
    std::vector<Link> links;             ///< of a page, in document order, with repetitions; the target of a redirect
    bool links_elsewhere = false;        ///< a page that also links to another site
    std::size_t failures = 0;            ///< so many requests get no answer, or one that may pass, before a good one
    bool asks_for_long_pause = false;    ///< in its failures, longer than a crawl waits
    bool is_disallowed = false;          ///< by robots.txt
    std::optional<std::size_t> shows{};  ///< a page that has the content of this one, which has its own
    bool is_variant = false;             ///< and is not the same to the byte
    std::optional<std::size_t> canonical{};  ///< that the page names
    std::string repeated{};                  ///< HTML that others have, too
  };

  /// What there is besides plain pages, redirects and failures for good.
  struct Features {
    bool robots = false;
    bool passing_failures = false;
    bool sitemaps = false;
    bool nofollow = false;
    bool duplicates = false;  ///< pages of equal content, pages that name others as canonical
    bool is_steady = false;   ///< nothing fails for good but what is missing
    bool is_wordy = false;    ///< pages have a hundred words more
    bool repeats = false;     ///< pages have blocks that more or less than 40 % of the others have, too
  };

  WebGraph(std::uint32_t seed, std::size_t size) : WebGraph(seed, size, {}) {}
  WebGraph(std::uint32_t seed, std::size_t size, Features features);

  const std::vector<Node>& nodes() const { return nodes_; }

  /// The node whose title, links and canonical URL a page has: itself, or the one that it shows.
  const Node& shown_by(std::size_t node) const { return nodes_.at(nodes_.at(node).shows.value_or(node)); }

  /// Requests for robots.txt that fail before it is there.
  std::size_t robots_failures() const { return robots_failures_; }

  /// The nodes of each sitemap that the index at /sitemap.xml names.
  const std::vector<std::vector<std::size_t>>& sitemaps() const { return sitemaps_; }

  /// "http://web.test/n/NODE".
  static std::string url(std::size_t node);

  /// What the server of this web answers to the `attempt`-th request (from 1) for a URL; links to itself name the host
  /// that was asked.
  base::Result<crawler::Response> answer(const crawler::Url& url, std::size_t attempt = kAlways) const;

 private:
  base::Result<crawler::Response> answer_robots(std::size_t attempt) const;
  crawler::Response answer_sitemap(std::string_view path, const std::string& origin) const;
  base::Result<crawler::Response> answer_node(std::size_t self, const std::string& origin, std::size_t attempt) const;

  std::vector<Node> nodes_;
  bool is_wordy_;
  std::size_t robots_failures_ = 0;
  std::vector<std::vector<std::size_t>> sitemaps_;
};

}  // namespace support
