#include "jobs/service.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "indexer/extractor.hpp"
#include "jobs/crawl_job.hpp"
#include "lazy/adaptors.hpp"
#include "storage/anchors.hpp"
#include "storage/index.hpp"
#include "storage/tidying.hpp"

namespace jobs {
namespace {

using namespace std::chrono_literals;
using crawler::Page;

constexpr auto kLongestRetry = 60s;
constexpr auto kLongestLeisure = 1000ms;
constexpr auto kLongestLooseEnds = 10min;  // while there is always a job at work

/// Who waits for an answer goes before what is crawled: this thread, and those that it will start, take what the others
/// leave. (On Linux a thread has a niceness of its own.)
void step_back() {
  constexpr int kNiceness = 10;
  setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNiceness);
}

/// Works out, when no job is at work, what depends on more than one page.
class LooseEnds {
 public:
  LooseEnds(Scheduler& scheduler, storage::Database& database) : scheduler_(scheduler), database_(database) {}

  void look_after(const std::function<bool()>& wants_stop) {
    const auto now = std::chrono::steady_clock::now();
    if (!scheduler_.has_loose_ends()) {
      since_ = now;
      return;
    }
    if (scheduler_.is_busy() && now - since_ < kLongestLooseEnds) return;
    if (!storage::renew_anchors(database_, wants_stop)) return;
    storage::tidy(database_, now - since_);
    scheduler_.tie_up();
  }

 private:
  Scheduler& scheduler_;
  storage::Database& database_;
  std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
};

/// The pages of all jobs, a turn each, until somebody wants to stop.
lazy::generator<lazy::Turn<Page>> pages_of(Scheduler& scheduler, crawler::Parsers& parsers, LooseEnds& loose_ends,
                                           std::size_t most_jobs, const std::function<bool()>& wants_stop) {
  const auto idle = [&] { parsers.wait(scheduler.leisure(kLongestLeisure)); };
  for (auto&& turn : lazy::round_robin(scheduler.due_jobs(), most_jobs, idle)) {
    co_yield std::move(turn);
    if (wants_stop()) {
      scheduler.keep_samples();
      co_return;
    }
    scheduler.attend();
    loose_ends.look_after(wants_stop);
  }
}

}  // namespace

Service::Service(DaemonOptions options, Board& board, World world) : board_(board), world_(std::move(world)) {
  reloaded_ = std::move(options);
  thread_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
}

Service::~Service() {
  thread_.request_stop();
  has_news_.notify_all();
}

void Service::reload(DaemonOptions options) {
  {
    const std::scoped_lock lock(mutex_);
    reloaded_ = std::move(options);
  }
  has_news_.notify_all();
}

bool Service::is_reloading() const {
  const std::scoped_lock lock(mutex_);
  return reloaded_.has_value();
}

void Service::work(const std::stop_token& stop) {
  step_back();
  DaemonOptions options;
  std::chrono::milliseconds pause = world_.first_retry;
  while (!stop.stop_requested()) {
    {
      const std::scoped_lock lock(mutex_);
      if (reloaded_) options = *std::exchange(reloaded_, {});
    }
    try {
      const auto started = std::chrono::steady_clock::now();
      crawl(options, [&] { return stop.stop_requested() || is_reloading(); });
      if (std::chrono::steady_clock::now() - started > kLongestRetry) pause = world_.first_retry;
    } catch (const std::exception& failure) {
      board_.show({.has_database = false, .trouble = failure.what(), .last_turn = std::chrono::steady_clock::now()});
      world_.log({.level = base::LogLevel::kError, .site = {}, .sentence = failure.what()});
      wait(pause, stop);
      pause = std::min<std::chrono::milliseconds>(2 * pause, kLongestRetry);
    }
  }
}

void Service::wait(std::chrono::milliseconds time, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  has_news_.wait_for(lock, stop, time, [&] { return reloaded_.has_value(); });
}

/// The main path, for ever.
void Service::crawl(const DaemonOptions& options, const std::function<bool()>& wants_stop) {
  const auto notice = [&](std::string_view sentence) { world_.log({.site = {}, .sentence = std::string(sentence)}); };
  const auto texts = options.compress ? storage::Database::Texts::kCompressed : storage::Database::Texts::kAsTheyAre;
  auto database = storage::Database::open_writer(options.database, notice, texts);
  storage::Ledger ledger(database);
  storage::Crawls crawls(database);
  storage::Index index(database, ledger);
  Fetchers fetchers;
  crawler::Parsers parsers;
  const Workshop workshop{database, crawls, ledger, parsers, fetchers};
  Scheduler scheduler(options, workshop, [&] { index.commit(); }, board_, world_.clock, world_.log);
  LooseEnds loose_ends(scheduler, database);
  board_.wake_by([queue = parsers.queue()] { queue->wake(); });
  board_.show({.has_database = true, .trouble = {}, .last_turn = std::chrono::steady_clock::now()});

  for (auto&& batch : pages_of(scheduler, parsers, loose_ends, options.most_jobs, wants_stop)  // a job's next page
                          | lazy::map(indexer::extract)  // ledger row, and a document if there is one
                          | lazy::map(std::bind_front(&storage::Index::write, &index)) |
                          lazy::batched(batches_of(options.batch), &storage::Written::text_bytes)) {
    scheduler.commit();  // one transaction
    (void)batch;
  }
  scheduler.commit();
}

}  // namespace jobs
