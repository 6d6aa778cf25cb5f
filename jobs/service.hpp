#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "jobs/board.hpp"
#include "jobs/daemon_options.hpp"
#include "jobs/scheduler.hpp"

namespace jobs {

/// The crawling half of the daemon: a thread that keeps its sites crawled, for as long as it lives. It holds the
/// database's write lock; where it cannot have that, where the disk is full or anything else of the kind, it says so on
/// the board and tries again, the longer, the more often, up to a minute.
class Service {
 public:
  struct World {
    Scheduler::Clock clock;
    Scheduler::Log log;
    std::chrono::milliseconds first_retry{1'000};  ///< after a failure of the database; then twice as long each time
  };

  /// `board` outlives it.
  Service(DaemonOptions options, Board& board, World world);
  /// Commits what was written, and leaves the rest where it is: some seconds at most.
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  /// Other settings, from the next turn on: jobs that run go on under them. Any thread.
  void reload(DaemonOptions options);

 private:
  void work(const std::stop_token& stop);
  void crawl(const DaemonOptions& options, const std::function<bool()>& wants_stop);
  void wait(std::chrono::milliseconds time, const std::stop_token& stop);
  bool is_reloading() const;

  Board& board_;
  const World world_;
  mutable std::mutex mutex_;  ///< guards reloaded_
  std::condition_variable_any has_news_;
  std::optional<DaemonOptions> reloaded_;
  std::jthread thread_;  ///< last: it uses the rest
};

}  // namespace jobs
