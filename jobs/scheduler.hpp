#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.hpp"
#include "crawler/page.hpp"
#include "jobs/board.hpp"
#include "jobs/daemon_options.hpp"
#include "jobs/job_life.hpp"
#include "jobs/job_sampler.hpp"
#include "jobs/run.hpp"
#include "lazy/generator.hpp"
#include "lazy/turn.hpp"

namespace jobs {

/// Sees to the jobs of the daemon's sites: opens each when it is due, tells it what somebody orders, and plans the next
/// one when it has ended. All in the order of their turns, on the consumer's thread.
class Scheduler {
 public:
  using Pages = lazy::generator<lazy::Turn<crawler::Page>>;
  using Clock = std::function<std::chrono::system_clock::time_point()>;
  /// What an operator may want to read.
  struct Note {
    base::LogLevel level = base::LogLevel::kInfo;
    std::string site;      ///< that it is about; empty if it is about none
    std::int64_t job = 0;  ///< likewise
    std::string sentence;
  };
  using Log = std::function<void(const Note&)>;

  /// All of these outlive it. `commit` makes durable what was written so far. Jobs that were running go on, and those
  /// of sites that are not there any more are cancelled.
  Scheduler(const DaemonOptions& options, const Workshop& workshop, std::function<void()> commit, Board& board,
            Clock clock, Log log);
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;
  ~Scheduler();

  /// For ever: each job's pages, when it is due; empty turns while none is.
  lazy::generator<lazy::Turn<Pages>> due_jobs();

  /// Makes durable what was written so far, and how far the jobs have come with it.
  void commit();
  /// The second of it: before the jobs that are at work are destroyed.
  void keep_samples();

  /// To be called between turns: takes orders, shows how the jobs get on.
  void attend();

  /// How long nothing will be due, at most so long.
  std::chrono::milliseconds leisure(std::chrono::milliseconds most) const;

  /// Whether a job is at work.
  bool is_busy() const { return running_ > 0; }

  /// Whether what depends on more than one page has still to be worked out for some that have come; and that it has.
  bool has_loose_ends() const { return has_loose_ends_; }
  void tie_up() { has_loose_ends_ = false; }

 private:
  /// A job at work.
  struct Work;
  /// A site and its job.
  struct Entry {
    const SiteOptions* site = nullptr;
    std::optional<JobLife> life;       ///< none: there is nothing to do until somebody asks for it
    bool is_open = false;              ///< its pages are to be pulled
    Work* work = nullptr;              ///< while they are
    std::optional<Board::Order> stop;  ///< who wants it to stop
    std::uint64_t shown_pages = 0;
    std::chrono::steady_clock::time_point shown_at{};

    const storage::Job& job() const { return *life->state(); }
    bool has_job() const { return life && storage::is_open(job().state); }
    bool waits() const { return has_job() && !is_open && job().state != storage::JobState::kPaused; }
  };

  std::int64_t now() const;
  void load();
  void take_up(Entry& entry, const storage::Job& job);
  void plan(Entry& entry);
  std::int64_t due_after_failures(const Entry& entry, std::int64_t planned);
  void start_anew(Entry& entry, std::string_view reason, std::int64_t due_at);
  void correct(storage::Job& job);
  void notice_clock();

  Entry* next_due();
  Pages pages_of(Entry& entry);
  void leave(Entry& entry);
  void end(Entry& entry, Work& work);
  void fail(Entry& entry, const std::exception_ptr& failure);
  void tell(Entry& entry, JobCommand command);
  void show_state(Entry& entry);

  void obey(Board::Order order);
  Board::Answer start(Entry& entry);
  Entry* entry_of(const JobOrder& order);
  void show_progress(Entry& entry);
  void beat();

  const DaemonOptions& options_;
  const Workshop& workshop_;
  Board& board_;
  const Clock clock_;
  const Log log_;
  const std::function<void()> commit_;
  storage::Jobs jobs_;
  storage::JobSamples samples_;
  const JobWorld world_;
  std::list<Entry> entries_;    ///< in the order of the options
  std::int64_t last_look_ = 0;  ///< what the clock said then
  std::size_t running_ = 0;
  bool has_loose_ends_ = true;  ///< of what was before: a killed process may have left some
};

}  // namespace jobs
