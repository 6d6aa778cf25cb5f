#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace server {

/// The threads that may block: each takes the job that has waited longest. Destroying it drops what waits, and waits
/// for the jobs that run. All functions are for one thread, which gives the jobs.
class Workers {
 public:
  using Job = std::move_only_function<void()>;  // throws nothing

  struct Options {
    std::size_t threads = 4;
    std::size_t queue = 64;  ///< how many new jobs may wait
  };
  enum class Kind : std::uint8_t {
    kNew,
    kStep  ///< goes on with what was begun; how many of them wait is the caller's to bound
  };

  explicit Workers(Options options);
  ~Workers();
  Workers(const Workers&) = delete;

  /// Whether as many new jobs wait as may: then none is to be given.
  bool are_full() const;
  void give(Job job, Kind kind);

 private:
  struct Waiting {
    Job job;
    Kind kind;
  };

  void work(const std::stop_token& stop);

  const std::size_t queue_;
  mutable std::mutex mutex_;  // guards what follows, but for the threads
  std::condition_variable_any given_;
  std::deque<Waiting> jobs_;
  std::size_t new_ones_ = 0;           // in `jobs_`
  std::vector<std::jthread> threads_;  // last, so that they are joined before the rest goes
};

}  // namespace server
