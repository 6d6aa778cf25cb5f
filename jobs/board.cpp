#include "jobs/board.hpp"

#include <algorithm>
#include <utility>

namespace jobs {
namespace {

constexpr std::size_t kMostEvents = 1'000;

}  // namespace

std::vector<SiteStatus> Board::sites() const {
  const std::scoped_lock lock(mutex_);
  return sites_;
}

CrawlHealth Board::health() const {
  const std::scoped_lock lock(mutex_);
  return health_;
}

CrawlCounts Board::counts() const {
  const std::scoped_lock lock(mutex_);
  return counts_;
}

std::vector<JobEvent> Board::events_after(std::uint64_t id) const {
  const std::scoped_lock lock(mutex_);
  const auto first = std::ranges::upper_bound(events_, id, {}, &JobEvent::id);
  return {first, events_.end()};
}

std::uint64_t Board::last_event() const {
  const std::scoped_lock lock(mutex_);
  return last_event_;
}

std::future<Board::Answer> Board::order(JobOrder what) {
  Order order{.what = std::move(what), .answer = {}};
  std::future<Answer> answer = order.answer.get_future();
  const std::scoped_lock lock(mutex_);
  orders_.push_back(std::move(order));
  if (wake_) wake_();
  return answer;
}

void Board::wake_by(std::function<void()> wake) {
  const std::scoped_lock lock(mutex_);
  wake_ = std::move(wake);
}

std::vector<Board::Order> Board::take_orders() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(orders_, {});
}

void Board::show(std::vector<SiteStatus> sites) {
  const std::scoped_lock lock(mutex_);
  sites_ = std::move(sites);
}

void Board::show(const storage::Job& job) {
  const std::scoped_lock lock(mutex_);
  if (!is_open(job.state)) ++counts_.ended[job.state];
  if (SiteStatus* const site = status_of(job.site)) {
    site->progress.reset();
    if (is_open(job.state)) {
      site->job = job;
    } else {
      site->job.reset();
      site->last = job;
    }
  }
  add_event(job, {});
}

void Board::show(const storage::Job& job, const JobProgress& progress) {
  const std::scoped_lock lock(mutex_);
  if (SiteStatus* const site = status_of(job.site)) site->progress = progress;
  add_event(job, progress);
}

void Board::show(CrawlHealth health) {
  const std::scoped_lock lock(mutex_);
  health_ = std::move(health);
}

void Board::count(const crawler::Page& page) {
  const std::scoped_lock lock(mutex_);
  ++counts_.outcomes[page.outcome];
  if (page.attempts == 0) return;
  ++counts_.statuses[crawler::status_class(page.status)];
  counts_.body_bytes += page.body_bytes;
}

void Board::beat(std::chrono::steady_clock::time_point now, bool has_loose_ends) {
  const std::scoped_lock lock(mutex_);
  health_.has_loose_ends = has_loose_ends;
  health_.last_turn = now;
}

SiteStatus* Board::status_of(const std::string& site) {
  const auto found = std::ranges::find(sites_, site, &SiteStatus::name);
  return found == sites_.end() ? nullptr : &*found;
}

void Board::add_event(const storage::Job& job, std::optional<JobProgress> progress) {
  events_.push_back({.id = ++last_event_, .job = job, .progress = progress});
  if (events_.size() > kMostEvents) events_.pop_front();
}

}  // namespace jobs
