#include "crawler/local_fetcher.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace crawler {
namespace {

using Clock = std::chrono::steady_clock;

base::Result<Response> cancelled() {
  return base::fail(base::ErrorKind::kCancelled, "cancelled");
}

}  // namespace

/// The requests that wait, and the door through which others hand them in.
class LocalFetcher::Loop {
 public:
  explicit Loop(Answer answer) : answer_(std::move(answer)) {}

  /// Any thread.
  void add(Fetch fetch, std::stop_token stop, Done done);

  /// Answers requests until `stop`, then cancels what there is.
  void run(const std::stop_token& stop);

 private:
  /// Makes the loop look for cancelled requests; any thread.
  struct Cancel {
    Loop* loop;
    void operator()() const { loop->wake(true); }
  };

  struct Job {
    Fetch fetch;
    std::stop_token stop;
    Done done;
    Clock::time_point due;
    std::optional<std::stop_callback<Cancel>> on_stop;
  };
  using JobPtr = std::unique_ptr<Job>;

  void wake(bool to_cancel);
  void accept();
  void cancel();
  bool answer_next();
  void wait(const std::stop_token& stop);
  void end_all();
  std::vector<JobPtr> take_incoming();

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::vector<JobPtr> incoming_;   ///< guarded by `mutex_`
  bool cancel_requested_ = false;  ///< guarded by `mutex_`

  // The loop's thread only. A job dies outside of the lock: its stop callback may be waiting for that.
  Answer answer_;
  std::deque<JobPtr> urgent_;
  std::deque<JobPtr> waiting_;
};

void LocalFetcher::Loop::add(Fetch fetch, std::stop_token stop, Done done) {
  const Clock::time_point due = Clock::now() + fetch.after;
  auto job = std::make_unique<Job>(std::move(fetch), std::move(stop), std::move(done), due, std::nullopt);
  {
    const std::lock_guard lock(mutex_);
    incoming_.push_back(std::move(job));
  }
  wake(false);
}

void LocalFetcher::Loop::wake(bool to_cancel) {
  {
    const std::lock_guard lock(mutex_);
    cancel_requested_ = cancel_requested_ || to_cancel;
  }
  changed_.notify_one();
}

void LocalFetcher::Loop::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    accept();
    cancel();
    if (!answer_next()) wait(stop);
  }
  end_all();
}

std::vector<LocalFetcher::Loop::JobPtr> LocalFetcher::Loop::take_incoming() {
  const std::lock_guard lock(mutex_);
  return std::exchange(incoming_, {});
}

void LocalFetcher::Loop::accept() {
  for (JobPtr& job : take_incoming()) {
    // Called at once if the stop was requested before; `cancel` finds the job then, for it is queued below.
    job->on_stop.emplace(job->stop, Cancel{this});
    (job->fetch.urgent ? urgent_ : waiting_).push_back(std::move(job));
  }
}

void LocalFetcher::Loop::cancel() {
  {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(cancel_requested_, false)) return;
  }
  for (auto* queue : {&urgent_, &waiting_}) {
    for (const JobPtr& job : *queue) {
      if (job->stop.stop_requested()) std::exchange(job->done, nullptr)(cancelled());
    }
    std::erase_if(*queue, [](const JobPtr& job) { return job->done == nullptr; });
  }
}

/// The oldest that is due, urgent ones first; false if none is.
bool LocalFetcher::Loop::answer_next() {
  const Clock::time_point now = Clock::now();
  for (auto* queue : {&urgent_, &waiting_}) {
    const auto next = std::ranges::find_if(*queue, [now](const JobPtr& job) { return job->due <= now; });
    if (next == queue->end()) continue;
    const JobPtr job = std::move(*next);
    queue->erase(next);
    job->done(answer_(job->fetch));
    return true;
  }
  return false;
}

void LocalFetcher::Loop::wait(const std::stop_token& stop) {
  auto due = Clock::time_point::max();
  for (const auto* queue : {&urgent_, &waiting_}) {
    for (const JobPtr& job : *queue) due = std::min(due, job->due);
  }
  std::unique_lock lock(mutex_);
  const auto has_news = [this] { return cancel_requested_ || !incoming_.empty(); };
  if (due == Clock::time_point::max()) {
    changed_.wait(lock, stop, has_news);
  } else {
    changed_.wait_until(lock, stop, due, has_news);
  }
}

void LocalFetcher::Loop::end_all() {
  for (auto* queue : {&urgent_, &waiting_}) {
    for (const JobPtr& job : *queue) job->done(cancelled());
  }
  while (true) {  // what a `done` asks for in the meantime is cancelled too
    const std::vector<JobPtr> late = take_incoming();
    if (late.empty()) return;
    for (const JobPtr& job : late) job->done(cancelled());
  }
}

LocalFetcher::LocalFetcher(Answer answer)
    : loop_(std::make_unique<Loop>(std::move(answer))),
      thread_([loop = loop_.get()](const std::stop_token& stop) { loop->run(stop); }) {}

LocalFetcher::~LocalFetcher() = default;

void LocalFetcher::fetch(Fetch fetch, std::stop_token stop, Done done) {
  loop_->add(std::move(fetch), std::move(stop), std::move(done));
}

void LocalFetcher::set_crawl_delay(std::string_view /*site*/, std::chrono::milliseconds /*delay*/) {}

}  // namespace crawler
