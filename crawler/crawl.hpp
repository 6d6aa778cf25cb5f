#pragma once

#include "crawler/frontier.hpp"
#include "crawler/limits.hpp"
#include "crawler/page.hpp"
#include "crawler/reader.hpp"
#include "crawler/robots_cache.hpp"
#include "crawler/sitemaps.hpp"
#include "lazy/generator.hpp"
#include "lazy/turn.hpp"

namespace crawler {

/// Yields every URL of one site's crawl, with what came of it, in the order of the textbook breadth-first crawl (one
/// FIFO queue, links in document order), whatever the number of requests in flight. An empty turn means that nothing is
/// ready yet: sleep on `reader.wait()`. The arguments outlive the generator. Destroying it cancels what is in flight.
lazy::generator<lazy::Turn<Page>> crawl(Frontier& frontier, Limits& limits, RobotsCache& robots, Sitemaps& sitemaps,
                                        Reader& reader);

/// The URLs to fetch, in order, as far as the limits allow: seeds and links, then, whenever the queue has run dry and
/// nothing is in flight, a stretch of the sitemaps, and when these are at their end, what was deferred. An empty turn
/// while there is nothing to give but there may be more; the end when there is no more.
lazy::generator<lazy::Turn<Request>> requests(Frontier& frontier, Limits& limits, RobotsCache& robots,
                                              Sitemaps& sitemaps);

}  // namespace crawler
