#include "crawler/curl_fetcher.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <new>
#include <optional>
#include <stdexcept>
#include <utility>

#include "crawler/address.hpp"
#include "crawler/cookie_jars.hpp"
#include "crawler/curl_error.hpp"
#include "crawler/curl_handles.hpp"
#include "crawler/curl_transfer.hpp"
#include "crawler/request_headers.hpp"
#include "crawler/retry_after.hpp"

namespace crawler {
namespace {

using TimePoint = std::chrono::steady_clock::time_point;

// Any time will do: whoever has something to tell wakes the loop.
constexpr std::chrono::minutes kLongestWait{1};

/// libcurl's own count of who uses it.
class CurlLibrary {
 public:
  CurlLibrary() {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) throw std::runtime_error("libcurl: cannot be set up");
  }
  CurlLibrary(const CurlLibrary&) = delete;
  CurlLibrary& operator=(const CurlLibrary&) = delete;
  ~CurlLibrary() { curl_global_cleanup(); }
};

std::unexpected<base::Error> cancelled() {
  return std::unexpected(curl_error(CURLE_ABORTED_BY_CALLBACK, {}));
}

bool is_busy(int status) {
  return status == 429 || status == 503;
}

/// What the clock of its host is to know of a request that came to `result`.
Ending ending(const base::Result<Response>& result, TimePoint started) {
  if (result && !is_busy(result->status)) return {.kind = Ending::Kind::kAnswer, .started = started};
  if (result) {
    const auto asked = parse_retry_after(result->header("retry-after"), std::chrono::system_clock::now());
    return {.kind = Ending::Kind::kBusy,
            .started = started,
            .retry_after = asked,
            .is_mild = result->status == 503 && !asked};
  }
  const base::ErrorKind error = result.error().kind;
  const bool is_hosts_fault = error == base::ErrorKind::kRetryLater || error == base::ErrorKind::kGiveUpHost;
  return {.kind = is_hosts_fault ? Ending::Kind::kNoAnswer : Ending::Kind::kNothing, .started = started};
}

/// The same words for all who waited, and at any time: they are stored.
std::unexpected<base::Error> given_up(const PolitenessLimits& limits) {
  return base::fail(base::ErrorKind::kGiveUpHost,
                    fmt::format("host gave no answer {} times: not asked again for a while", limits.failures));
}

}  // namespace

/// All state of the fetcher's thread, and the door through which others hand it requests.
class CurlFetcher::Loop {
 public:
  explicit Loop(CurlFetcherOptions options);

  /// Any thread.
  void add(Fetch fetch, std::stop_token stop, Done done);

  /// Any thread.
  void set_crawl_delay(std::string_view site, std::chrono::milliseconds delay);

  /// Drives transfers until `stop`, then cancels what there is.
  void run(const std::stop_token& stop);

 private:
  /// Makes the loop look for cancelled requests; any thread.
  struct Cancel {
    Loop* loop;
    void operator()() const noexcept;
  };

  struct Job {
    Fetch fetch;
    std::stop_token stop;
    Done done;
    std::optional<std::stop_callback<Cancel>> on_stop;
  };
  using JobPtr = std::unique_ptr<Job>;

  /// A transfer and the job that it does; none while it is idle.
  struct Worker {
    explicit Worker(Loop& loop) : transfer(loop.options_, loop.headers_, loop.cookies_) {
      curl_easy_setopt(transfer.handle(), CURLOPT_PRIVATE, this);
    }

    static Worker& of(CURL* easy) {
      Worker* worker = nullptr;
      curl_easy_getinfo(easy, CURLINFO_PRIVATE, &worker);
      return *worker;
    }

    CurlTransfer transfer;
    JobPtr job;
    TimePoint started;
  };

  struct CrawlDelay {
    std::string site;
    std::chrono::milliseconds delay;
  };

  void wake() noexcept { curl_multi_wakeup(multi_.get()); }
  void accept();
  void cancel();
  void start();
  void finish();
  void end_stalled();
  void give_up();
  void wait();
  void end_all();

  void end(Worker& worker, CURLcode code);
  Worker& idle_worker();
  std::vector<JobPtr> take_incoming();
  std::vector<CrawlDelay> take_crawl_delays();

  const CurlFetcherOptions options_;
  const CurlLibrary library_;
  const RequestHeaders headers_;
  CookieJars cookies_;  ///< the loop's thread only
  const CurlMulti multi_;

  std::mutex mutex_;
  std::vector<JobPtr> incoming_;          ///< guarded by `mutex_`
  std::vector<CrawlDelay> crawl_delays_;  ///< guarded by `mutex_`; of sites not told yet
  std::atomic<bool> cancel_requested_ = false;

  // The loop's thread only.
  Politeness<JobPtr> waiting_;
  std::vector<std::unique_ptr<Worker>> workers_;  ///< at most as many as may be in flight
  std::vector<Worker*> idle_;
  TimePoint watch_at_ = TimePoint::max();  ///< no transfer stalls before
};

CurlFetcher::Loop::Loop(CurlFetcherOptions options)
    : options_(std::move(options)), headers_(options_), multi_(curl_multi_init()), waiting_(options_.politeness) {
  if (!multi_) throw std::bad_alloc();
  curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(options_.politeness.in_flight));
}

void CurlFetcher::Loop::Cancel::operator()() const noexcept {
  loop->cancel_requested_ = true;
  loop->wake();
}

void CurlFetcher::Loop::add(Fetch fetch, std::stop_token stop, Done done) {
  auto job = std::make_unique<Job>(std::move(fetch), std::move(stop), std::move(done), std::nullopt);
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    first = incoming_.empty();
    incoming_.push_back(std::move(job));
  }
  if (first) wake();
}

void CurlFetcher::Loop::set_crawl_delay(std::string_view site, std::chrono::milliseconds delay) {
  {
    const std::lock_guard lock(mutex_);
    crawl_delays_.emplace_back(std::string(site), delay);
  }
  wake();
}

void CurlFetcher::Loop::run(const std::stop_token& stop) {
  const std::stop_callback wake_to_stop(stop, [this] { wake(); });
  while (!stop.stop_requested()) {
    accept();
    if (cancel_requested_.exchange(false)) cancel();
    start();
    int running = 0;
    curl_multi_perform(multi_.get(), &running);
    finish();
    end_stalled();
    give_up();
    wait();
  }
  end_all();
}

std::vector<CurlFetcher::Loop::JobPtr> CurlFetcher::Loop::take_incoming() {
  const std::lock_guard lock(mutex_);
  return std::exchange(incoming_, {});
}

std::vector<CurlFetcher::Loop::CrawlDelay> CurlFetcher::Loop::take_crawl_delays() {
  const std::lock_guard lock(mutex_);
  return std::exchange(crawl_delays_, {});
}

void CurlFetcher::Loop::accept() {
  const TimePoint now = std::chrono::steady_clock::now();
  std::vector<JobPtr> jobs = take_incoming();  // and then the delays: none that was told before a job is missed
  for (const CrawlDelay& told : take_crawl_delays()) waiting_.set_crawl_delay(told.site, told.delay, now);
  for (JobPtr& job : jobs) {
    base::Result<void> checked = check_host(job->fetch.url.host(), job->fetch.is_named);
    if (!checked) {
      job->done(std::unexpected(std::move(checked.error())));
      continue;
    }
    // Called at once if the stop was requested before; `cancel` finds the job then, for it is queued below.
    job->on_stop.emplace(job->stop, Cancel{this});
    const std::string_view site = job->fetch.url.site();
    const Fetch& fetch = job->fetch;
    if (fetch.after.count() > 0) {
      waiting_.push_later(site, std::move(job), now + fetch.after, now);
    } else {
      waiting_.push(site, std::move(job), fetch.urgent, now);
    }
  }
}

void CurlFetcher::Loop::cancel() {
  for (const JobPtr& job : waiting_.remove_if([](const JobPtr& waiting) { return waiting->stop.stop_requested(); })) {
    job->done(cancelled());
  }
  for (const auto& worker : workers_) {
    if (worker->job && worker->job->stop.stop_requested()) end(*worker, CURLE_ABORTED_BY_CALLBACK);
  }
}

void CurlFetcher::Loop::start() {
  const TimePoint now = std::chrono::steady_clock::now();
  while (std::optional<JobPtr> job = waiting_.start(now)) {
    Worker& worker = idle_worker();
    worker.job = std::move(*job);
    worker.started = now;
    worker.transfer.begin(worker.job->fetch, now);
    watch_at_ = std::min(watch_at_, worker.transfer.watch_at());
    curl_multi_add_handle(multi_.get(), worker.transfer.handle());
  }
}

CurlFetcher::Loop::Worker& CurlFetcher::Loop::idle_worker() {
  if (idle_.empty()) {
    workers_.push_back(std::make_unique<Worker>(*this));
    return *workers_.back();
  }
  Worker& worker = *idle_.back();
  idle_.pop_back();
  return worker;
}

void CurlFetcher::Loop::finish() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    end(Worker::of(message->easy_handle), message->data.result);
  }
}

void CurlFetcher::Loop::end(Worker& worker, CURLcode code) {
  curl_multi_remove_handle(multi_.get(), worker.transfer.handle());
  base::Result<Response> result = worker.transfer.finish(code);
  const JobPtr job = std::move(worker.job);
  idle_.push_back(&worker);
  waiting_.finish(job->fetch.url.site(), ending(result, worker.started), std::chrono::steady_clock::now());
  job->done(std::move(result));
}

/// libcurl has no bound on the time to the first byte, and counts its bound on slowness in seconds.
void CurlFetcher::Loop::end_stalled() {
  const TimePoint now = std::chrono::steady_clock::now();
  if (now < watch_at_) return;
  watch_at_ = TimePoint::max();
  for (const auto& worker : workers_) {
    if (!worker->job) continue;
    if (worker->transfer.stalled(now)) {
      end(*worker, CURLE_OPERATION_TIMEDOUT);
    } else {
      watch_at_ = std::min(watch_at_, worker->transfer.watch_at());
    }
  }
}

void CurlFetcher::Loop::give_up() {
  for (const JobPtr& job : waiting_.take_given_up()) job->done(given_up(options_.politeness));
}

void CurlFetcher::Loop::wait() {
  const TimePoint next = std::min(watch_at_, waiting_.next_start().value_or(TimePoint::max()));
  const TimePoint now = std::chrono::steady_clock::now();
  if (next <= now) return;
  // Rounded up, for a millisecond too early would be spent turning round; libcurl adds its own timers.
  const auto time = std::min<std::chrono::steady_clock::duration>(next - now, kLongestWait);
  const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(time);
  curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(milliseconds.count()), nullptr);
}

void CurlFetcher::Loop::end_all() {
  for (const auto& worker : workers_) {
    if (worker->job) end(*worker, CURLE_ABORTED_BY_CALLBACK);
  }
  for (const JobPtr& job : waiting_.remove_if([](const JobPtr&) { return true; })) {
    job->done(cancelled());
  }
  while (true) {  // what a `done` asks for in the meantime is cancelled too
    const std::vector<JobPtr> late = take_incoming();
    if (late.empty()) return;
    for (const JobPtr& job : late) job->done(cancelled());
  }
}

CurlFetcher::CurlFetcher(CurlFetcherOptions options)
    : loop_(std::make_unique<Loop>(std::move(options))),
      thread_([loop = loop_.get()](const std::stop_token& stop) { loop->run(stop); }) {}

CurlFetcher::~CurlFetcher() = default;

void CurlFetcher::fetch(Fetch fetch, std::stop_token stop, Done done) {
  loop_->add(std::move(fetch), std::move(stop), std::move(done));
}

void CurlFetcher::set_crawl_delay(std::string_view site, std::chrono::milliseconds delay) {
  loop_->set_crawl_delay(site, delay);
}

}  // namespace crawler
