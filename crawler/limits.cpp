#include "crawler/limits.hpp"

#include "crawler/page.hpp"

namespace crawler {

bool Limits::allow_start() const {
  // Each hopeful request may still need all its hops and attempts before the serial crawl would come to the next one.
  const std::uint64_t budget = options_.max_requests - requests_;
  return counted_ + hopeful_ < options_.max_pages && hopeful_ * (kMostRequestsOfOne - 1) < budget;
}

bool Limits::allow_all_further() const {
  return hopeful_ * (kMostRequestsOfOne - 1) <= options_.max_requests - requests_;
}

void Limits::start() {
  ++requests_;
  ++outstanding_;
  ++hopeful_;
}

void Limits::count(const Page& page) {
  --outstanding_;
  if (page.outcome != Outcome::kPage) return;
  --hopeful_;
  ++counted_;
}

}  // namespace crawler
