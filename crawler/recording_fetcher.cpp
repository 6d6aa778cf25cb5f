#include "crawler/recording_fetcher.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

#include "crawler/warc_exchange.hpp"

namespace crawler {
namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 20;

}  // namespace

/// The writer, and what waits for it.
class RecordingFetcher::Recorder {
 public:
  explicit Recorder(WarcWriter writer) : writer_(std::move(writer)) {}

  /// Any thread; waits while too much is waiting.
  void add(Url url, base::Result<Response> result, Done done);

  /// Writes until `stop` and all has been written, then cancels what could not be.
  void run(const std::stop_token& stop);

  void check() const;

 private:
  struct Exchange {
    Url url;
    base::Result<Response> result;
    Done done;
    std::size_t bytes = 0;
  };

  std::optional<Exchange> next(const std::stop_token& stop);
  void record(Exchange& exchange);
  bool has_failed() const;

  WarcWriter writer_;               ///< the recorder's thread only
  std::deque<Exchange> unwritten_;  ///< likewise: what a failure has held back

  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Exchange> waiting_;      ///< guarded by `mutex_`
  std::size_t bytes_ = 0;             ///< guarded by `mutex_`; of the bodies that wait
  std::optional<WarcError> failure_;  ///< guarded by `mutex_`
};

void RecordingFetcher::Recorder::add(Url url, base::Result<Response> result, Done done) {
  const std::size_t bytes = result ? result->body.size() : 0;
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return bytes_ < kMostBytes || failure_; });
    bytes_ += bytes;
    waiting_.push_back({std::move(url), std::move(result), std::move(done), bytes});
  }
  changed_.notify_all();
}

std::optional<RecordingFetcher::Recorder::Exchange> RecordingFetcher::Recorder::next(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  if (!changed_.wait(lock, stop, [this] { return !waiting_.empty(); })) return std::nullopt;
  Exchange exchange = std::move(waiting_.front());
  waiting_.pop_front();
  return exchange;
}

void RecordingFetcher::Recorder::run(const std::stop_token& stop) {
  while (std::optional<Exchange> exchange = next(stop)) {
    record(*exchange);
    {
      const std::lock_guard lock(mutex_);
      bytes_ -= exchange->bytes;
    }
    changed_.notify_all();
    if (has_failed()) {
      unwritten_.push_back(*std::move(exchange));
    } else {
      exchange->done(std::move(exchange->result));
    }
  }
  for (Exchange& exchange : unwritten_) exchange.done(base::fail(base::ErrorKind::kCancelled, "cancelled"));
}

void RecordingFetcher::Recorder::record(Exchange& exchange) {
  if (has_failed()) return;
  try {
    writer_.write(records_of(exchange.url, exchange.result, std::chrono::system_clock::now()));
  } catch (const WarcError& error) {
    const std::lock_guard lock(mutex_);
    failure_ = error;
  }
}

bool RecordingFetcher::Recorder::has_failed() const {
  const std::lock_guard lock(mutex_);
  return failure_.has_value();
}

void RecordingFetcher::Recorder::check() const {
  const std::lock_guard lock(mutex_);
  if (failure_) throw WarcError(*failure_);
}

RecordingFetcher::RecordingFetcher(std::unique_ptr<Fetcher> fetcher, WarcWriter writer)
    : recorder_(std::make_unique<Recorder>(std::move(writer))),
      thread_([recorder = recorder_.get()](const std::stop_token& stop) { recorder->run(stop); }),
      fetcher_(std::move(fetcher)) {}

RecordingFetcher::~RecordingFetcher() = default;

void RecordingFetcher::fetch(Fetch fetch, std::stop_token stop, Done done) {
  Url url = fetch.url;
  fetcher_->fetch(std::move(fetch), std::move(stop),
                  [this, url = std::move(url), done = std::move(done)](base::Result<Response> result) mutable {
                    if (!result && result.error().kind == base::ErrorKind::kCancelled) return done(std::move(result));
                    recorder_->add(std::move(url), std::move(result), std::move(done));
                  });
}

void RecordingFetcher::set_crawl_delay(std::string_view site, std::chrono::milliseconds delay) {
  fetcher_->set_crawl_delay(site, delay);
}

void RecordingFetcher::check() const {
  recorder_->check();
}

}  // namespace crawler
