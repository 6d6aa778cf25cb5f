#include "crawler/replay_fetcher.hpp"

#include <algorithm>
#include <utility>

namespace crawler {

ReplayFetcher::ReplayFetcher(std::shared_ptr<Archive> archive, ReceiveLimits limits)
    : archive_(std::move(archive)),
      limits_(std::move(limits)),
      asked_(archive_->requests()),
      fetcher_([this](const Fetch& fetch) { return answer(fetch); }) {}

base::Result<Response> ReplayFetcher::answer(const Fetch& fetch) {
  const Archive::Range range = archive_->find(fetch.url);
  if (range.first < range.last) {
    const std::uint32_t before = asked_[range.first]++;
    return archive_->answer(range.first + std::min(before, range.last - range.first - 1), fetch, limits_);
  }
  if (fetch.url.path() != "/robots.txt") return base::fail(base::ErrorKind::kSkip, "not in the archive");
  Response none;
  none.status = 404;
  return none;
}

void ReplayFetcher::fetch(Fetch fetch, std::stop_token stop, Done done) {
  fetch.after = std::chrono::milliseconds(0);
  fetcher_.fetch(std::move(fetch), std::move(stop), std::move(done));
}

void ReplayFetcher::set_crawl_delay(std::string_view /*site*/, std::chrono::milliseconds /*delay*/) {}

}  // namespace crawler
