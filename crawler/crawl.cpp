#include "crawler/crawl.hpp"

#include "crawler/ordered.hpp"
#include "lazy/cursor.hpp"

namespace crawler {
namespace {

/// What a crawl turns to when its queue has run dry. What was deferred comes last, for that gives its server the most
/// time, and may bring further sitemaps.
lazy::generator<lazy::Turn<std::uint64_t>> refills(Frontier& frontier, RobotsCache& robots, Sitemaps& sitemaps) {
  while (true) {
    co_yield lazy::elements_of(sitemaps.stretches());
    robots.forget_failures();
    lazy::Turn<std::uint64_t> deferred = frontier.requeue_deferred();
    if (*deferred == 0) co_return;
    co_yield std::move(deferred);
  }
}

}  // namespace

lazy::generator<lazy::Turn<Page>> crawl(Frontier& frontier, Limits& limits, RobotsCache& robots, Sitemaps& sitemaps,
                                        Reader& reader) {
  for (auto&& turn : requests(frontier, limits, robots, sitemaps) | ordered(reader, frontier, limits, robots)) {
    if (turn) {
      limits.count(*turn);
      frontier.push_canonical(*turn);
      for (Link& link : turn->content.links) frontier.push(link, *turn);
    }
    co_yield std::move(turn);
  }
}

lazy::generator<lazy::Turn<Request>> requests(Frontier& frontier, Limits& limits, RobotsCache& robots,
                                              Sitemaps& sitemaps) {
  lazy::Cursor refill(refills(frontier, robots, sitemaps));
  while (true) {
    lazy::Turn<Request> turn;
    if (limits.allow_start()) turn = frontier.pop();
    if (turn) {
      limits.start();
    } else if (limits.is_idle()) {
      if (!limits.allow_start()) co_return;
      if (!refill.advance()) {
        frontier.close();
        co_return;
      }
      if (*refill) continue;  // there is something to pop again
    }
    co_yield std::move(turn);
  }
}

}  // namespace crawler
