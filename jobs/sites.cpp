#include "jobs/sites.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/quantity.hpp"
#include "crawler/limits.hpp"

namespace jobs {

using crawler::Page;
using lazy::generator;
using lazy::Turn;

generator<generator<Turn<Page>>> Sites::crawls() {
  for (std::uint64_t number = 1; number <= all(); ++number) co_yield pages_of(number);
}

generator<Turn<Page>> Sites::pages_of(std::uint64_t number) {
  const auto site = open_.emplace(open_.end(), shared_, number);
  ++opened_;
  shared_.watcher.opened(*site, *this);
  for (auto&& turn : site->pages()) co_yield std::move(turn);
  close(*site);
  open_.erase(site);
}

void Sites::see(const Page& page) {
  tally_.count(page);
  shared_.watcher.page(page, *this);
}

std::uint64_t Sites::waiting() const {
  std::uint64_t waiting = 0;
  for (const Site& site : open_) waiting += site.waiting();
  return waiting;
}

std::uint64_t Sites::pages_to_limit() const {
  const std::uint64_t max_pages = shared_.options.limits.max_pages;
  if (max_pages == crawler::LimitOptions().max_pages) return 0;
  std::uint64_t pages = max_pages * (all() - opened_);
  for (const Site& site : open_) pages += max_pages - std::min(max_pages, site.limits().counted());
  return pages;
}

std::uint64_t Sites::close() {
  for (Site& site : open_) close(site);
  open_.clear();
  return left_waiting_;
}

void Sites::close(Site& site) {
  const auto [waiting, end] = site.close();
  left_waiting_ += waiting;
  if (!end) return;
  if (!end->are_removed) {
    warnings_.push_back(fmt::format(
        "{}: {} of {} are gone, out of reach or without their text, which is more than a crawl may remove: all of them "
        "are kept. If it is right so: --allow-mass-delete",
        site.name(), end->lost, base::counted(end->had, "page")));
  } else if (end->lost > 0) {
    notes_.push_back(
        fmt::format("{}: {} gone or out of reach, and removed", site.name(), base::counted(end->lost, "page")));
  }
  if (end->unseen > 0) {
    notes_.push_back(fmt::format("{}: {} not come upon, but kept, for the crawl was not complete: {}", site.name(),
                                 base::counted(end->unseen, "page"), end->incomplete));
  }
}

}  // namespace jobs
