#pragma once

#include "crawler/frontier.hpp"
#include "crawler/limits.hpp"
#include "crawler/page.hpp"
#include "crawler/reader.hpp"
#include "crawler/robots_cache.hpp"
#include "lazy/generator.hpp"
#include "lazy/turn.hpp"

namespace crawler {

/// The stage that fetches and reads many requests at once and yields their pages in the order of the requests:
/// `requests | ordered(reader, frontier, limits, robots)`.
///
/// Each URL is asked for when its robots.txt allows it, again after a pause when the answer may pass, and deferred when
/// that does not help: all of it in its own place in the order.
///
/// Redirects are followed here, for they have to be judged in order: a hop to a URL already seen ends the chain at
/// once; any other waits until its request is the oldest in flight, and is judged again then. (Judged when its answer
/// arrives, a hop would take or leave a URL depending on who answered first.)
struct ordered {
  ordered(Reader& reader_, Frontier& frontier_, Limits& limits_, RobotsCache& robots_)
      : reader(reader_), frontier(frontier_), limits(limits_), robots(robots_) {}

  Reader& reader;
  Frontier& frontier;
  Limits& limits;
  RobotsCache& robots;

  friend lazy::generator<lazy::Turn<Page>> operator|(lazy::generator<lazy::Turn<Request>> requests, ordered stage);
};

}  // namespace crawler
