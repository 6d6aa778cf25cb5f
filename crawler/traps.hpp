#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "crawler/url.hpp"

namespace crawler {

/// How far a site may go before it is taken for a trap; 0 switches a rule off.
struct TrapLimits {
  /// sitemaps.org wants URLs to be shorter.
  std::size_t url_bytes = 2048;
  /// Source trees go down to 20.
  std::size_t segments = 30;
  /// How often one segment may stand in a row: "/11/11/11/" is a day.
  std::size_t segment_in_row = 3;
  /// How often a group of two to ten may: "/a/b/a/b/a/b" comes from relative links on pages that answer to any path.
  std::size_t group_in_row = 2;
  /// Queries of four and more parameters for one path: those combine (filters, orders, views), and n filters of m
  /// values make (m+1)^n. Fewer parameters name a thing ("?title=X", "?f=3&t=9&start=20"), of which there may be any
  /// number.
  std::uint64_t queries_per_path = 1000;
  /// URLs of one pattern, found deeper than 5 links from a seed. Big honest sites are broad: what they have more of
  /// than this is found sooner.
  std::uint64_t deep_urls = 100'000;
  /// The same, deeper than 100 links. Only a chain of links goes there: a calendar, or an archive that has no more than
  /// "next": 600 pages of it, with 10 articles each, stay below this.
  std::uint64_t deepest_urls = 5000;
};

/// Tells URLs that a site makes without end. A URL's text may be enough for that; else it counts toward some bounds,
/// which the frontier keeps: in the order of the crawl, in its store, so that the same crawl meets the same bounds
/// however often it is interrupted. A value; any thread.
class Traps {
 public:
  /// Something of which there may be only so many. One more is refused for `reason`.
  struct Bound {
    std::uint64_t key = 0;  ///< the same in all runs, whatever the limits
    std::uint64_t most = 0;
    std::string_view reason;  ///< lives as long as the `Traps`
  };

  /// The bounds of one URL, the narrowest last.
  class Bounds {
   public:
    void push_back(const Bound& bound) { bounds_[size_++] = bound; }
    const Bound* begin() const { return bounds_.data(); }
    const Bound* end() const { return bounds_.data() + size_; }

   private:
    std::array<Bound, 3> bounds_;
    std::size_t size_ = 0;
  };

  explicit Traps(const TrapLimits& limits = {});

  /// Why `url` is refused whatever else was found: "trap: over 2048 bytes long", "trap: over 30 path segments" or
  /// "trap: repeated path segments"; empty if it is not. 15 ns for a path of three segments,
  /// 100 for one of six.
  std::string_view refuses(const Url& url) const;

  /// What a new URL, `depth` links from a seed, counts toward: nothing if it is at most 5 deep and has at most three
  /// parameters. It is to be refused when one of the counts stands at its bound, and then counts toward none.
  Bounds bounds(const Url& url, int depth) const;

 private:
  bool has_repeated_segments(std::string_view path, std::size_t segments) const;

  TrapLimits limits_;
  std::string too_long_;
  std::string too_many_segments_;
  std::string too_many_queries_;
  std::string too_many_deep_;
  std::string too_many_deepest_;
};

}  // namespace crawler
