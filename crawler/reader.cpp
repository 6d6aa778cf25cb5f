#include "crawler/reader.hpp"

#include <xxhash.h>

#include <atomic>
#include <cstring>
#include <stop_token>
#include <utility>

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
  State(std::shared_ptr<const Options> options_, std::shared_ptr<ParserQueue> parsers_, std::stop_token reader,
        T value_)
      : options(std::move(options_)),
        parsers(std::move(parsers_)),
        reader_is_gone(std::move(reader)),
        value(std::move(value_)) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { parsers->release(held_bytes); }

  void hold(const base::Result<Response>& response) {
    if (response) held_bytes = response->body.size();
    parsers->hold(held_bytes);
  }

  void finish() {
    is_finished.store(true, std::memory_order_release);
    parsers->wake();
  }

  const std::shared_ptr<const Options> options;
  const std::shared_ptr<ParserQueue> parsers;
  const std::stop_token reader_is_gone;
  std::stop_source stop;
  std::size_t held_bytes = 0;
  bool with_conditions = false;  ///< the request has validators
  T value;                       ///< names the URL from the start, where it has one
  std::atomic<bool> is_finished = false;
};

/// A parser's visit.
template <>
void Reader::Reading::read(State& state, base::Result<Response> response, html::PageReader& pages) {
  if (state.reader_is_gone.stop_requested()) return;
  if (!state.stop.stop_requested()) {
    const Options& options = *state.options;
    ContentReader reader(options.reading, pages);
    {
      const base::StageMeter meter(options.reading.times, base::Stage::kParse);
      state.value = read_response(std::move(response), state.value.page.url, state.with_conditions, reader,
                                  state.stop.get_token());
    }
    if (Page& page = state.value.page; options.extract && page.outcome == Outcome::kPage) options.extract(page);
  }
  state.finish();
}

Reader::Reader(Fetcher& fetcher, Parsers& parsers, Options options)
    : fetcher_(fetcher), parsers_(parsers), options_(std::make_shared<const Options>(std::move(options))) {}

Reader::~Reader() {
  gone_.request_stop();
}

Reader::Reading Reader::read(Fetch fetch) {
  auto state = std::make_shared<Reading::State>(options_, parsers_.queue(), gone_.get_token(),
                                                Answer{.page = {.url = fetch.url}});
  state->with_conditions = !fetch.validators.empty();
  fetcher_.fetch(std::move(fetch), state->stop.get_token(), [state](base::Result<Response> response) mutable {
    state->hold(response);
    const std::shared_ptr<ParserQueue> parsers = state->parsers;  // it may be all that is left of them
    parsers->add([state = std::move(state), response = std::move(response)](html::PageReader& pages) mutable {
      Reading::read(*state, std::move(response), pages);
    });
  });
  return Reading(std::move(state));
}

Reader::Download Reader::download(Fetch fetch) {
  auto state =
      std::make_shared<Download::State>(options_, parsers_.queue(), gone_.get_token(), base::Result<Response>());
  fetcher_.fetch(std::move(fetch), state->stop.get_token(), [state](base::Result<Response> response) {
    state->hold(response);
    state->value = std::move(response);
    state->finish();
  });
  return Download(std::move(state));
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
