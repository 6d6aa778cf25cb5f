#include "tests/support/fake_fetcher.hpp"

#include <algorithm>

namespace support {

void FakeFetcher::set_crawl_delay(std::string_view site, std::chrono::milliseconds delay) {
  crawl_delays_.insert_or_assign(std::string(site), delay);
}

void FakeFetcher::fetch(crawler::Fetch fetch, std::stop_token stop, Done done) {
  requested_.push_back(fetch.url.href());
  named_.push_back(fetch.is_named);
  pending_.push_back({.url = std::move(fetch.url), .stop = std::move(stop), .done = std::move(done)});
  most_waiting_ = std::max(most_waiting_, pending_.size());
}

bool FakeFetcher::finish_one() {
  if (pending_.empty()) return false;
  std::swap(pending_[random_() % pending_.size()], pending_.back());
  Pending chosen = std::move(pending_.back());
  pending_.pop_back();
  chosen.done(server_(chosen.url));
  return true;
}

std::size_t FakeFetcher::live() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(pending_, [](const Pending& waiting) { return !waiting.stop.stop_requested(); }));
}

}  // namespace support
