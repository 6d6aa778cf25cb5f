#include "crawler/crawl.hpp"

#include "crawler/ordered.hpp"

namespace crawler {

lazy::generator<lazy::Turn<Page>> crawl(Frontier& frontier, Limits& limits, Reader& reader) {
  for (auto&& turn : requests(frontier, limits) | ordered(reader, frontier, limits)) {
    if (turn) {
      limits.count(*turn);
      for (Link& link : turn->content.links) frontier.push(link, *turn);
    }
    co_yield std::move(turn);
  }
}

lazy::generator<lazy::Turn<Request>> requests(Frontier& frontier, Limits& limits) {
  while (true) {
    lazy::Turn<Request> turn;
    if (limits.allow_start()) turn = frontier.pop(limits.max_depth());
    if (turn) {
      limits.start();
    } else if (limits.is_idle()) {
      co_return;
    }
    co_yield std::move(turn);
  }
}

}  // namespace crawler
