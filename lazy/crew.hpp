#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace lazy::detail {

/// Threads that apply a function to elements and give the results back in the order of the elements. All public
/// functions are for one thread, the consumer's. Destroying it drops what waits, and waits for the calls that run.
template <typename Element, typename Function>
class OrderedCrew {
 public:
  using Result = std::remove_cvref_t<std::invoke_result_t<const Function&, Element>>;

  OrderedCrew(Function function, std::size_t workers) : function_(std::move(function)) {
    for (std::size_t i = 0; i < workers; ++i) {
      workers_.emplace_back([this](const std::stop_token& stop) { work(stop); });
    }
  }
  ~OrderedCrew() {
    for (std::jthread& worker : workers_) worker.request_stop();  // all, before the first is waited for
  }
  OrderedCrew(OrderedCrew&&) = delete;

  void start(auto&& element) {
    const std::scoped_lock lock(mutex_);
    jobs_.push_back(Job{.element = std::forward<decltype(element)>(element)});
    started_.notify_one();
  }

  std::size_t size() const {
    const std::scoped_lock lock(mutex_);
    return jobs_.size();
  }
  bool is_oldest_done() const {
    const std::scoped_lock lock(mutex_);
    return has_oldest_done();
  }
  void wait_for_oldest() {
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return has_oldest_done(); });
  }
  void wait_for_oldest(std::chrono::steady_clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    done_.wait_until(lock, deadline, [this] { return has_oldest_done(); });
  }

  /// The result of the oldest, which is done, or the exception that came instead.
  Result take_oldest() {
    Job oldest = pop_oldest();
    if (oldest.failure) std::rethrow_exception(std::move(oldest.failure));
    return std::move(oldest.result).value();
  }

 private:
  struct Job {
    std::optional<Element> element;  // until it is done
    std::optional<Result> result = std::nullopt;
    std::exception_ptr failure = nullptr;
    bool is_done = false;
  };

  bool has_oldest_done() const { return !jobs_.empty() && jobs_.front().is_done; }

  Job pop_oldest() {
    const std::scoped_lock lock(mutex_);
    Job oldest = std::move(jobs_.front());
    jobs_.pop_front();
    --next_;
    return oldest;
  }

  void work(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (true) {
      started_.wait(lock, stop, [this] { return next_ < jobs_.size(); });
      if (stop.stop_requested()) return;
      Job& job = jobs_[next_++];  // stays where it is: a deque grows and shrinks at its ends only
      lock.unlock();
      finish(job);
      lock.lock();
      job.is_done = true;
      if (has_oldest_done()) done_.notify_one();
    }
  }

  void finish(Job& job) const {
    try {
      job.result.emplace(std::invoke(function_, std::move(job.element).value()));
    } catch (...) {
      job.failure = std::current_exception();
    }
    job.element.reset();
  }

  const Function function_;
  mutable std::mutex mutex_;  // guards all below but the threads; not a job that is being done, which is its worker's
  std::condition_variable_any started_;
  std::condition_variable done_;
  std::deque<Job> jobs_;               // pulled and not yet yielded, in order
  std::size_t next_ = 0;               // the first of `jobs_` that no worker has begun
  std::vector<std::jthread> workers_;  // last, so that they are joined before the rest goes
};

}  // namespace lazy::detail
