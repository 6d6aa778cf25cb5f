#include "server/workers.hpp"

#include <utility>

namespace server {

Workers::Workers(Options options) : queue_(options.queue) {
  for (std::size_t i = 0; i < options.threads; ++i) {
    threads_.emplace_back([this](const std::stop_token& stop) { work(stop); });
  }
}

Workers::~Workers() {
  for (std::jthread& thread : threads_) thread.request_stop();  // all, before the first is waited for
}

bool Workers::are_full() const {
  const std::scoped_lock lock(mutex_);
  return new_ones_ >= queue_;
}

void Workers::give(Job job, Kind kind) {
  const std::scoped_lock lock(mutex_);
  jobs_.push_back({.job = std::move(job), .kind = kind});
  if (kind == Kind::kNew) ++new_ones_;
  given_.notify_one();
}

void Workers::work(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (given_.wait(lock, stop, [this] { return !jobs_.empty(); }) && !stop.stop_requested()) {
    Waiting next = std::move(jobs_.front());
    jobs_.pop_front();
    if (next.kind == Kind::kNew) --new_ones_;
    lock.unlock();
    next.job();
    next.job = nullptr;  // what it held goes without the lock, too
    lock.lock();
  }
}

}  // namespace server
