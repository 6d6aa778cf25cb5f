#pragma once

#include "crawler/frontier.hpp"
#include "crawler/limits.hpp"
#include "crawler/page.hpp"
#include "crawler/reader.hpp"
#include "lazy/generator.hpp"
#include "lazy/turn.hpp"

namespace crawler {

/// Yields every URL of one site's crawl, with what came of it, in the order of the textbook breadth-first crawl (one
/// FIFO queue, links in document order), whatever the number of requests in flight. An empty turn means that nothing is
/// ready yet: sleep on `reader.wait()`. The arguments outlive the generator. Destroying it cancels what is in flight.
lazy::generator<lazy::Turn<Page>> crawl(Frontier& frontier, Limits& limits, Reader& reader);

/// The URLs to fetch, in order, as far as the limits allow; an empty turn while the frontier is empty or the limits
/// forbid more and something is in flight, for its links may bring more; the end when nothing is.
lazy::generator<lazy::Turn<Request>> requests(Frontier& frontier, Limits& limits);

}  // namespace crawler
