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

#include "crawler/content.hpp"
#include "crawler/refresh.hpp"
#include "crawler/retry_after.hpp"
#include "crawler/robots_directives.hpp"

namespace crawler {
namespace {

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

/// What all `X-Robots-Tag` headers ask together.
Directives directives_of(const Response& response, std::string_view agent) {
  Directives asked;
  for (const auto& [name, value] : response.headers) {
    if (name == "x-robots-tag") asked = asked | parse_robots_tag(value, agent);
  }
  return asked;
}

/// What the answer's body holds, if it is a page.
void read_body(Page& page, Response response, ContentReader& reader, const std::stop_token& stop) {
  const DocumentTypes& documents = reader.documents();
  if (response.body_left || !documents.format_of(page.content_type, response.body, page.url)) {
    page.outcome = Outcome::kSkipped;
    page.reason = page.content_type.empty() ? "is not HTML, and names no type" : "is not HTML but " + page.content_type;
    return;
  }
  const bool is_text = documents.converter_for(page.content_type) == nullptr;
  if (const auto kind = binary_kind(page.content_type, response.body); is_text && !kind.empty()) {
    page.outcome = Outcome::kSkipped;
    page.reason = "is not HTML but " + std::string(kind);
    if (!page.content_type.empty()) page.reason += ", though sent as " + page.content_type;
    return;
  }
  const Directives directives = directives_of(response, reader.agent());
  page.body_hash = hash_of(response.body);
  page.validators = {.etag = validator(response.header("etag")),
                     .last_modified = validator(response.header("last-modified"))};
  auto content = reader.read(std::move(response.body), page.content_type, page.url, response.body_cut, stop);
  if (!content) return fail(page, std::move(content.error()));
  page.outcome = Outcome::kPage;
  page.content = *std::move(content);
  page.content.metadata.directives = page.content.metadata.directives | directives;
  page.reason = page.content.metadata.directives.noindex ? kNoindex : page.content.truncated;
}

/// A good answer: a page, or one that leads elsewhere at once. A page that loads itself again is a page.
void read_success(Answer& answer, Response response, ContentReader& reader, const std::stop_token& stop) {
  Page& page = answer.page;
  const Url own = page.url.without_fragment();
  std::optional<Url> refresh = refresh_target(response.header("refresh"), own);
  if (!refresh || *refresh == own) {
    read_body(page, std::move(response), reader, stop);
    refresh = page.content.metadata.refresh;
  }
  if (!refresh || *refresh == own) return;
  answer.location = refresh->href();
  page.outcome = Outcome::kFailed;  // as of any redirect, until it is followed
  page.reason.clear();
  page.content = {};
}

/// One visit: everything that is to be known of a response to a request `with_conditions` or without. `stop`: nobody
/// wants to know any more.
Answer read_response(base::Result<Response> response, const Url& url, bool with_conditions, ContentReader& reader,
                     const std::stop_token& stop) {
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
  if (const auto location = redirect_location(*response)) {
    answer.location = *location;
    answer.sets_cookie = !response->header("set-cookie").empty();
  } else if (page.status == 304 && with_conditions) {
    page.outcome = Outcome::kPage;
    page.is_unchanged = true;
    const Directives asked = directives_of(*response, reader.agent());
    answer.is_unsure = asked.noindex || asked.nofollow;
  } else if (page.status >= 200 && page.status < 300) {
    read_success(answer, *std::move(response), reader, stop);
  } else {
    const auto kind = may_pass(page.status) ? base::ErrorKind::kRetryLater : base::ErrorKind::kSkip;
    fail(page, {.kind = kind, .what = "answered with status " + std::to_string(page.status)});
    answer.retry_after = parse_retry_after(response->header("retry-after"), response->started + response->took);
  }
  return answer;
}

}  // namespace

/// What the consumer, the fetcher and a parser share of one request. Written by one after the other; `is_finished`
/// hands `value` to the consumer.
template <typename T>
struct Reader::Pending<T>::State {
  State(std::shared_ptr<Pool> pool_, T value_) : pool(std::move(pool_)), value(std::move(value_)) {}
  ~State();

  const std::shared_ptr<Pool> pool;
  std::stop_source stop;
  std::size_t held_bytes = 0;
  bool with_conditions = false;  ///< the request has validators
  T value;                       ///< names the URL from the start, where it has one
  std::atomic<bool> is_finished = false;
};

/// The parsers and what waits for them. Any thread.
class Reader::Pool {
 public:
  using Job = std::pair<std::shared_ptr<Reading::State>, base::Result<Response>>;

  explicit Pool(const Options& options)
      : reading_(options.reading),
        extract_(options.extract),
        reads_at_once_(options.parsers == 0),
        reader_(options.reading) {
    for (unsigned i = 0; i < options.parsers; ++i) {
      parsers_.emplace_back([this](const std::stop_token& stop) { work(stop); });
    }
  }

  /// Takes an answer in. The queue is bounded by the requests in flight.
  void receive(std::shared_ptr<Reading::State> reading, base::Result<Response> response) {
    hold(*reading, response);
    {
      const std::scoped_lock lock(mutex_);
      if (is_closed_) return;
      if (reads_at_once_) return read(reader_, {std::move(reading), std::move(response)});
      jobs_.emplace_back(std::move(reading), std::move(response));
    }
    has_job_.notify_one();
  }

  /// Hands an answer over that nobody reads.
  void receive(const std::shared_ptr<Download::State>& download, base::Result<Response> response) {
    hold(*download, response);
    download->value = std::move(response);
    finish(*download);
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

  void wait(std::chrono::milliseconds patience) {
    std::unique_lock lock(wake_mutex_);
    woken_.wait_for(lock, patience, [&] { return is_woken_; });
    is_woken_ = false;
  }

 private:
  void work(const std::stop_token& stop) {
    ContentReader reader(reading_);
    while (true) {
      std::unique_lock lock(mutex_);
      if (!has_job_.wait(lock, stop, [&] { return !jobs_.empty(); })) return;
      Job job = std::move(jobs_.front());
      jobs_.pop_front();
      lock.unlock();
      read(reader, std::move(job));
    }
  }

  void read(ContentReader& reader, Job job) {
    auto& [reading, response] = job;
    if (!reading->stop.stop_requested()) {
      reading->value = read_answer(std::move(response), *reading, reader);
      if (Page& page = reading->value.page; extract_ && page.outcome == Outcome::kPage) extract_(page);
    }
    finish(*reading);
  }

  Answer read_answer(base::Result<Response> response, const Reading::State& reading, ContentReader& reader) const {
    const base::StageMeter meter(reading_.times, base::Stage::kParse);
    return read_response(std::move(response), reading.value.page.url, reading.with_conditions, reader,
                         reading.stop.get_token());
  }

  template <typename State>
  void hold(State& state, const base::Result<Response>& response) {
    if (response) state.held_bytes = response->body.size();
    held_bytes_ += state.held_bytes;
  }

  template <typename State>
  void finish(State& state) {
    state.is_finished.store(true, std::memory_order_release);
    {
      const std::scoped_lock lock(wake_mutex_);
      is_woken_ = true;
    }
    woken_.notify_one();
  }

  const ContentReader::Options reading_;
  const std::function<void(Page&)> extract_;
  const bool reads_at_once_;
  ContentReader reader_;  ///< for reading at once; guarded by mutex_
  std::atomic<std::size_t> held_bytes_ = 0;
  std::mutex mutex_;  ///< guards jobs_ and is_closed_
  std::condition_variable_any has_job_;
  std::deque<Job> jobs_;
  bool is_closed_ = false;
  std::mutex wake_mutex_;  ///< guards is_woken_
  std::condition_variable woken_;
  bool is_woken_ = false;
  std::vector<std::jthread> parsers_;  ///< last: they use the rest
};

template <typename T>
Reader::Pending<T>::State::~State() {
  pool->release(held_bytes);
}

Reader::Reader(Fetcher& fetcher, Options options)
    : fetcher_(fetcher), options_(std::move(options)), pool_(std::make_shared<Pool>(options_)) {}

Reader::~Reader() {
  pool_->close();
}

Reader::Reading Reader::read(Fetch fetch) {
  auto state = std::make_shared<Reading::State>(pool_, Answer{.page = {.url = fetch.url}});
  state->with_conditions = !fetch.validators.empty();
  fetcher_.fetch(std::move(fetch), state->stop.get_token(), [state](base::Result<Response> response) mutable {
    const std::shared_ptr<Pool> pool = state->pool;  // it may be all that is left of the reader
    pool->receive(std::move(state), std::move(response));
  });
  return Reading(std::move(state));
}

Reader::Download Reader::download(Fetch fetch) {
  auto state = std::make_shared<Download::State>(pool_, base::Result<Response>());
  fetcher_.fetch(std::move(fetch), state->stop.get_token(),
                 [state](base::Result<Response> response) { state->pool->receive(state, std::move(response)); });
  return Download(std::move(state));
}

bool Reader::has_room() const {
  return pool_->held_bytes() < options_.window_bytes;
}

void Reader::wait(std::chrono::milliseconds patience) {
  pool_->wait(patience);
}

template <typename T>
Reader::Pending<T>& Reader::Pending<T>::operator=(Pending&& other) noexcept {
  Pending old(std::exchange(state_, std::move(other.state_)));
  return *this;
}

template <typename T>
void Reader::Pending<T>::cancel() {
  if (state_) state_->stop.request_stop();
}

template <typename T>
bool Reader::Pending<T>::is_finished() const {
  return state_->is_finished.load(std::memory_order_acquire);
}

template <typename T>
T Reader::Pending<T>::take() {
  return std::move(state_->value);
}

template class Reader::Pending<Answer>;
template class Reader::Pending<base::Result<Response>>;

}  // namespace crawler
