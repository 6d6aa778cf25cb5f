#include "crawler/reader.hpp"

#include <xxhash.h>

#include <atomic>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

#include "base/cpu_time.hpp"
#include "crawler/content.hpp"

namespace crawler {
namespace {

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;  // RFC 9110, 15.4
}

/// Whether the same request may get another answer another time: RFC 9110, 15.5.9 and 15.6; RFC 6585, 4.
bool may_pass(int status) {
  return status == 408 || status == 429 || status >= 500;
}

BodyHash hash_of(std::string_view body) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(body.data(), body.size()));
  BodyHash hash;
  static_assert(sizeof(canonical.digest) == sizeof(hash));
  std::memcpy(hash.data(), canonical.digest, hash.size());
  return hash;
}

void fail(Page& page, base::Error error) {
  page.outcome = Outcome::kFailed;
  page.error = error.kind;
  page.reason = std::move(error.what);
}

/// What the answer's body holds, if it is a page.
void read_body(Page& page, Response response, const Url& url, HtmlParser& parser) {
  if (response.body_left || !is_html(page.content_type, response.body)) {
    page.outcome = Outcome::kSkipped;
    page.reason = page.content_type.empty() ? "is not HTML, and names no type" : "is not HTML but " + page.content_type;
    return;
  }
  page.body_hash = hash_of(response.body);
  auto content = read_content(parser, std::move(response.body), page.content_type, url, response.body_cut);
  if (!content) return fail(page, std::move(content.error()));
  page.outcome = Outcome::kPage;
  page.content = *std::move(content);
  page.reason = page.content.truncated;
}

/// One visit: everything that is to be known of a response.
Answer read_response(base::Result<Response> response, const Url& url, HtmlParser& parser) {
  Answer answer{.page = {.url = url}};
  Page& page = answer.page;
  if (!response) {
    fail(page, std::move(response.error()));
    return answer;
  }
  page.status = response->status;
  page.content_type = response->header("content-type");
  page.body_bytes = response->body.size();
  page.fetched_at = response->started;
  page.took = response->took;
  const std::string_view location = response->header("location");
  if (is_redirect(page.status) && !location.empty()) {
    answer.location = location;
  } else if (page.status >= 200 && page.status < 300) {
    read_body(page, *std::move(response), url, parser);
  } else {
    const auto kind = may_pass(page.status) ? base::ErrorKind::kRetryLater : base::ErrorKind::kSkip;
    fail(page, {.kind = kind, .what = "answered with status " + std::to_string(page.status)});
  }
  return answer;
}

}  // namespace

/// What the consumer, the fetcher and a parser share of one request. Written by one after the other; `is_finished`
/// hands `answer` to the consumer.
struct Reader::Reading::State {
  State(const Url& url, std::shared_ptr<Pool> pool_) : pool(std::move(pool_)), answer{.page = {.url = url}} {}
  ~State();

  const std::shared_ptr<Pool> pool;
  std::stop_source stop;
  std::size_t held_bytes = 0;
  Answer answer;  ///< names the URL from the start
  std::atomic<bool> is_finished = false;
};

/// The parsers and what waits for them. Any thread.
class Reader::Pool {
 public:
  using Job = std::pair<std::shared_ptr<Reading::State>, base::Result<Response>>;

  explicit Pool(unsigned parsers) : reads_at_once_(parsers == 0) {
    for (unsigned i = 0; i < parsers; ++i) {
      parsers_.emplace_back([this](const std::stop_token& stop) { work(stop); });
    }
  }

  /// Takes an answer in. The queue is bounded by the requests in flight.
  void receive(std::shared_ptr<Reading::State> reading, base::Result<Response> response) {
    if (response) reading->held_bytes = response->body.size();
    held_bytes_ += reading->held_bytes;
    {
      const std::scoped_lock lock(mutex_);
      if (is_closed_) return;
      if (reads_at_once_) return read(parser_, {std::move(reading), std::move(response)});
      jobs_.emplace_back(std::move(reading), std::move(response));
    }
    has_job_.notify_one();
  }

  /// Drops what waits, and waits for what is being read.
  void close() {
    std::deque<Job> dropped;
    {
      const std::scoped_lock lock(mutex_);
      is_closed_ = true;
      dropped.swap(jobs_);
    }
    for (std::jthread& parser : parsers_) parser.request_stop();
    parsers_.clear();
  }

  void release(std::size_t bytes) { held_bytes_ -= bytes; }
  std::size_t held_bytes() const { return held_bytes_; }
  std::chrono::nanoseconds cpu_time() const { return std::chrono::nanoseconds(cpu_nanoseconds_); }

  void wait(std::chrono::milliseconds patience) {
    std::unique_lock lock(wake_mutex_);
    woken_.wait_for(lock, patience, [&] { return is_woken_; });
    is_woken_ = false;
  }

 private:
  void work(const std::stop_token& stop) {
    HtmlParser parser;
    while (true) {
      std::unique_lock lock(mutex_);
      if (!has_job_.wait(lock, stop, [&] { return !jobs_.empty(); })) return;
      Job job = std::move(jobs_.front());
      jobs_.pop_front();
      lock.unlock();
      read(parser, std::move(job));
    }
  }

  void read(HtmlParser& parser, Job job) {
    const auto begun = base::thread_cpu_time();
    auto& [reading, response] = job;
    if (!reading->stop.stop_requested()) {
      reading->answer = read_response(std::move(response), reading->answer.page.url, parser);
    }
    cpu_nanoseconds_ += (base::thread_cpu_time() - begun).count();
    reading->is_finished.store(true, std::memory_order_release);
    {
      const std::scoped_lock lock(wake_mutex_);
      is_woken_ = true;
    }
    woken_.notify_one();
  }

  const bool reads_at_once_;
  HtmlParser parser_;  ///< for reading at once; guarded by mutex_
  std::atomic<std::size_t> held_bytes_ = 0;
  std::atomic<std::int64_t> cpu_nanoseconds_ = 0;
  std::mutex mutex_;  ///< guards jobs_ and is_closed_
  std::condition_variable_any has_job_;
  std::deque<Job> jobs_;
  bool is_closed_ = false;
  std::mutex wake_mutex_;  ///< guards is_woken_
  std::condition_variable woken_;
  bool is_woken_ = false;
  std::vector<std::jthread> parsers_;  ///< last: they use the rest
};

Reader::Reading::State::~State() {
  pool->release(held_bytes);
}

Reader::Reader(Fetcher& fetcher, Options options)
    : fetcher_(fetcher), options_(options), pool_(std::make_shared<Pool>(options.parsers)) {}

Reader::~Reader() {
  pool_->close();
}

Reader::Reading Reader::read(const Url& url, bool urgent) {
  auto state = std::make_shared<Reading::State>(url, pool_);
  fetcher_.fetch({.url = url, .urgent = urgent}, state->stop.get_token(), [state](base::Result<Response> response) mutable {
    const std::shared_ptr<Pool> pool = state->pool;  // it may be all that is left of the reader
    pool->receive(std::move(state), std::move(response));
  });
  return Reading(std::move(state));
}

bool Reader::has_room() const {
  return pool_->held_bytes() < options_.window_bytes;
}

std::chrono::nanoseconds Reader::cpu_time() const {
  return pool_->cpu_time();
}

void Reader::wait(std::chrono::milliseconds patience) {
  pool_->wait(patience);
}

Reader::Reading& Reader::Reading::operator=(Reading&& other) noexcept {
  Reading old(std::exchange(state_, std::move(other.state_)));
  return *this;
}

Reader::Reading::~Reading() {
  if (!state_) return;
  state_->stop.request_stop();
}

bool Reader::Reading::is_finished() const {
  return state_->is_finished.load(std::memory_order_acquire);
}

Answer Reader::Reading::take() {
  return std::move(state_->answer);
}

}  // namespace crawler
