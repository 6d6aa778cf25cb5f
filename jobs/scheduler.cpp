#include "jobs/scheduler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

namespace jobs {
namespace {

using namespace std::chrono_literals;
using Kind = JobCommand::Kind;
using std::chrono::steady_clock;
using std::chrono::system_clock;
using storage::Job;
using storage::JobState;

constexpr auto kProgressPace = 500ms;
constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();

// A site that could not be crawled is tried again after 10 minutes, then 20, 40 ..., if it is not due sooner.
constexpr std::int64_t kFirstRetry = 600;
constexpr int kMostDoublings = 10;

constexpr std::int64_t kSetBack = 60;  // seconds of no account

std::int64_t seconds_of(system_clock::time_point time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

system_clock::time_point time_of(std::int64_t seconds) {
  return system_clock::time_point(std::chrono::seconds(seconds));
}

Board::Answer refusal(const Job& job, std::string_view what) {
  return base::fail(base::ErrorKind::kTellUser,
                    fmt::format("job {} of {} is {}: it cannot be {}", job.id, job.site, word(job.state), what));
}

std::string_view participle(JobOrder::Kind order) {
  switch (order) {
    case JobOrder::Kind::kStart:
      return "started";
    case JobOrder::Kind::kPause:
      return "paused";
    case JobOrder::Kind::kResume:
      return "resumed";
    case JobOrder::Kind::kCancel:
      return "cancelled";
  }
  return {};
}

Kind command_of(JobOrder::Kind order) {
  switch (order) {
    case JobOrder::Kind::kPause:
      return Kind::kPause;
    case JobOrder::Kind::kResume:
      return Kind::kResume;
    case JobOrder::Kind::kCancel:
      return Kind::kCancel;
    case JobOrder::Kind::kStart:
      break;
  }
  return Kind::kHurry;
}

}  // namespace

struct Scheduler::Work {
  Work(Entry& of, Run& pages, JobSampler samples) : entry(of), run(pages), sampler(std::move(samples)) {
    entry.work = this;
  }
  Work(const Work&) = delete;
  Work& operator=(const Work&) = delete;
  ~Work() { entry.work = nullptr; }

  const storage::JobCounts& counts() const { return run.tally().counts(); }

  Entry& entry;
  Run& run;
  JobSampler sampler;
};

Scheduler::Scheduler(const DaemonOptions& options, const Workshop& workshop, std::function<void()> commit, Board& board,
                     Clock clock, Log log)
    : options_(options),
      workshop_(workshop),
      board_(board),
      clock_(std::move(clock)),
      log_(std::move(log)),
      commit_(std::move(commit)),
      jobs_(workshop.database),
      samples_(workshop.database),
      world_{.jobs = jobs_, .commit = [this] { this->commit(); }, .now = [this] { return now(); }} {
  load();
}

Scheduler::~Scheduler() {
  for (Entry& entry : entries_) {
    if (entry.stop) entry.stop->answer.set_value(base::fail(base::ErrorKind::kCancelled, "the daemon is stopping"));
  }
}

std::int64_t Scheduler::now() const {
  return seconds_of(clock_());
}

void Scheduler::load() {
  std::vector<SiteStatus> statuses;
  for (const SiteOptions& site : options_.sites) {
    entries_.push_back({.site = &site});
    SiteStatus status{.name = site.name, .seeds = {}, .schedule = site.schedule.text()};
    for (const Seed& seed : site.crawl.seeds) status.seeds.push_back(seed.url.href());
    const auto last = jobs_.list(site.name, kLast, 2);
    const auto ended = std::ranges::find_if(last, [](const Job& job) { return !is_open(job.state); });
    if (ended != last.end()) status.last = *ended;
    statuses.push_back(std::move(status));
  }
  board_.show(std::move(statuses));
  for (Job& job : jobs_.open()) {
    const auto entry = std::ranges::find(entries_, job.site, [](const Entry& e) { return e.site->name; });
    if (entry != entries_.end()) {
      correct(job);
      take_up(*entry, job);
    } else {
      JobLife life = live(world_, job);
      life.start();
      life.send({.kind = Kind::kCancel, .reason = "its site is not in the settings any more", .pages = job.pages});
    }
  }
  for (Entry& entry : entries_) {
    if (!entry.has_job()) plan(entry);
  }
}

/// A job that was planned by a clock that has been set back since waits as long as was planned, from now on.
void Scheduler::correct(Job& job) {
  const std::int64_t ahead = job.created_at - now();
  if (ahead <= 0) return;
  job.created_at -= ahead;
  job.due_at -= ahead;
  jobs_.save(job, now());
  world_.commit();
}

void Scheduler::take_up(Entry& entry, const Job& job) {
  entry.life.emplace(live(world_, job));
  entry.life->start();
  show_state(entry);
}

void Scheduler::start_anew(Entry& entry, std::string_view reason, std::int64_t due_at) {
  const Job job = jobs_.create(entry.site->name, reason, due_at, now());
  jobs_.forget_old(entry.site->name, options_.kept_jobs);
  world_.commit();
  take_up(entry, job);
}

void Scheduler::plan(Entry& entry) {
  const Schedule& schedule = entry.site->schedule;
  std::optional<Schedule::Last> last;
  const std::vector<Job> before = jobs_.list(entry.site->name, kLast, 2);
  if (!before.empty()) {
    const Job& job = before.front();
    const std::int64_t started = std::max(job.started_at, job.created_at);
    last = {.started = time_of(started),
            .changed = static_cast<double>(job.changed) / static_cast<double>(std::max<std::int64_t>(job.pages, 1))};
    if (before.size() == 2)
      last->interval = std::chrono::seconds(std::max<std::int64_t>(started - before[1].started_at, 0));
  }
  const auto due = schedule.next(last, clock_());
  if (!due) return;
  start_anew(entry, schedule.text(), due_after_failures(entry, seconds_of(*due)));
}

std::int64_t Scheduler::due_after_failures(const Entry& entry, std::int64_t planned) {
  int failures = 0;
  for (const Job& job : jobs_.list(entry.site->name, kLast, kMostDoublings)) {
    if (job.state != JobState::kFailed) break;
    ++failures;
  }
  return failures == 0 ? planned : std::min(planned, now() + (kFirstRetry << (failures - 1)));
}

lazy::generator<lazy::Turn<Scheduler::Pages>> Scheduler::due_jobs() {
  while (true) {
    lazy::Turn<Pages> due;
    if (Entry* const entry = next_due()) {
      entry->is_open = true;
      due.emplace(pages_of(*entry));
    }
    co_yield std::move(due);
  }
}

Scheduler::Entry* Scheduler::next_due() {
  if (running_ >= options_.most_jobs) return nullptr;
  const std::int64_t time = now();
  const auto is_due = [&](const Entry& entry) {
    return entry.waits() && (entry.job().state == JobState::kRunning || entry.job().due_at <= time);
  };
  const auto found = std::ranges::find_if(entries_, is_due);
  return found == entries_.end() ? nullptr : &*found;
}

std::chrono::milliseconds Scheduler::leisure(std::chrono::milliseconds most) const {
  if (running_ > 0) return std::min(most, lazy::kLongestTurn);
  for (const Entry& entry : entries_) {
    if (!entry.waits()) continue;
    const auto time = std::chrono::ceil<std::chrono::milliseconds>(time_of(entry.job().due_at) - clock_());
    most = std::clamp(time, 0ms, most);
  }
  return most;
}

/// A failure of the database is everybody's; any other is the job's own.
Scheduler::Pages Scheduler::pages_of(Entry& entry) {
  ++running_;
  try {
    Run run(*entry.site, workshop_);
    if (entry.job().state == JobState::kWaiting) tell(entry, {.kind = Kind::kStart, .reason = entry.job().reason});
    Work work(entry, run, JobSampler(samples_, entry.job().id, steady_clock::now(), world_.now));
    for (auto&& turn : run.pages()) {
      if (turn) board_.count(*turn);
      co_yield std::move(turn);
      if (entry.stop) break;
    }
    end(entry, work);
  } catch (const storage::StorageError&) {
    throw;
  } catch (const std::exception&) {
    fail(entry, std::current_exception());
  }
  leave(entry);
}

/// It is at work no more.
void Scheduler::leave(Entry& entry) {
  --running_;
  entry.is_open = false;
  if (entry.stop) {
    entry.stop->answer.set_value(entry.job());
    entry.stop.reset();
  }
  if (!entry.has_job()) plan(entry);
}

void Scheduler::end(Entry& entry, Work& work) {
  work.sampler.end(work.counts(), steady_clock::now());
  Run& run = work.run;
  const Run::Outcome outcome = run.close(entry.job().started_at);
  for (const std::string& remark : outcome.remarks) {
    log_({.level = base::LogLevel::kWarning, .site = entry.site->name, .job = entry.job().id, .sentence = remark});
  }
  has_loose_ends_ = true;
  beat();
  if (!entry.stop && outcome.pages == 0 && !outcome.failed_seeds.empty()) {
    throw std::runtime_error(outcome.failed_seeds.front());
  }
  const Kind kind = entry.stop ? command_of(entry.stop->what.kind) : Kind::kEnd;
  tell(entry, {.kind = kind,
               .reason = entry.stop ? "somebody asked for it" : summary(outcome, run.tally()),
               .pages = outcome.pages,
               .failures = static_cast<std::int64_t>(run.tally().failures()),
               .changed = outcome.changed});
}

void Scheduler::fail(Entry& entry, const std::exception_ptr& failure) {
  entry.life->throw_(failure);
  show_state(entry);
}

void Scheduler::tell(Entry& entry, JobCommand command) {
  entry.life->send(std::move(command));
  show_state(entry);
}

void Scheduler::show_state(Entry& entry) {
  const Job& job = entry.job();
  entry.shown_pages = 0;
  entry.shown_at = {};
  board_.show(job);
  log_({.level = job.state == JobState::kFailed ? base::LogLevel::kWarning : base::LogLevel::kInfo,
        .site = job.site,
        .job = job.id,
        .sentence = fmt::format("{}: {}", word(job.state), job.reason)});
}

void Scheduler::notice_clock() {
  const std::int64_t time = now();
  if (time + kSetBack >= std::exchange(last_look_, time)) return;
  log_({.level = base::LogLevel::kWarning, .site = {}, .sentence = "the clock has been set back"});
  for (Entry& entry : entries_) {
    if (!entry.waits() || entry.job().state != JobState::kWaiting) continue;
    Job job = entry.job();
    correct(job);
    take_up(entry, job);
  }
}

void Scheduler::attend() {
  notice_clock();
  for (Board::Order& order : board_.take_orders()) obey(std::move(order));
  for (Entry& entry : entries_) {
    if (entry.work == nullptr) continue;
    entry.work->sampler.look(entry.work->counts(), steady_clock::now());
    show_progress(entry);
  }
  beat();
}

void Scheduler::commit() {
  keep_samples();
  commit_();
}

void Scheduler::keep_samples() {
  for (Entry& entry : entries_) {
    if (entry.work != nullptr) entry.work->sampler.keep(entry.work->counts(), steady_clock::now());
  }
}

void Scheduler::beat() {
  board_.beat(steady_clock::now(), has_loose_ends_);
}

Scheduler::Entry* Scheduler::entry_of(const JobOrder& order) {
  const auto is_it = [&](const Entry& entry) {
    if (const auto* const name = std::get_if<std::string>(&order.whose)) return entry.site->name == *name;
    return entry.life && entry.job().id == std::get<std::int64_t>(order.whose);
  };
  const auto found = std::ranges::find_if(entries_, is_it);
  return found == entries_.end() ? nullptr : &*found;
}

void Scheduler::obey(Board::Order order) {
  const JobOrder& what = order.what;
  Entry* const entry = entry_of(what);
  const bool is_start = what.kind == JobOrder::Kind::kStart;
  if (entry == nullptr) {
    order.answer.set_value(
        base::fail(base::ErrorKind::kSkip, is_start ? "there is no such site" : "there is no such job"));
  } else if (is_start) {
    order.answer.set_value(start(*entry));
  } else if (!listens(entry->job().state, command_of(what.kind)) || entry->stop) {
    order.answer.set_value(refusal(entry->job(), participle(what.kind)));
  } else if (entry->is_open) {
    entry->stop = std::move(order);  // and is answered when it has
  } else {
    tell(*entry, {.kind = command_of(what.kind),
                  .reason = "somebody asked for it",
                  .pages = entry->job().pages,
                  .changed = entry->job().changed});
    order.answer.set_value(entry->job());
    if (!entry->has_job()) plan(*entry);
  }
}

Board::Answer Scheduler::start(Entry& entry) {
  if (!entry.has_job()) {
    start_anew(entry, "somebody asked for it", now());
  } else if (listens(entry.job().state, Kind::kHurry)) {
    tell(entry, {.kind = Kind::kHurry, .reason = "somebody asked for it"});
  } else {
    return refusal(entry.job(), participle(JobOrder::Kind::kStart));
  }
  return entry.job();
}

void Scheduler::show_progress(Entry& entry) {
  const auto time = steady_clock::now();
  const auto passed = time - entry.shown_at;
  if (passed < kProgressPace) return;
  const Tally& tally = entry.work->run.tally();
  const bool is_first = entry.shown_at == steady_clock::time_point();
  const double rate =
      is_first ? 0
               : static_cast<double>(tally.pages() - entry.shown_pages) / std::chrono::duration<double>(passed).count();
  entry.shown_pages = tally.pages();
  entry.shown_at = time;
  board_.show(entry.job(), {.pages = tally.pages(),
                            .failures = tally.failures(),
                            .forbidden = tally.forbidden(),
                            .waiting = entry.work->run.waiting(),
                            .depth = tally.depth(),
                            .pages_per_second = rate});
}

}  // namespace jobs
