#include "crawler/retrieval.hpp"

#include <string>
#include <utility>

#include "crawler/retry.hpp"
#include "crawler/retry_after.hpp"

namespace crawler {

Retrieval::Retrieval(Reader& reader, Fetch fetch, Options options)
    : reader_(reader), fetch_(std::move(fetch)), options_(options), download_(reader.download(fetch_)) {}

std::optional<base::Result<Response>> Retrieval::poll() {
  if (!download_.is_finished()) return std::nullopt;
  base::Result<Response> response = download_.take();
  if (!response) {
    if (try_again(response.error().kind, std::nullopt)) return std::nullopt;
    return response;
  }
  if (follow(*response)) return std::nullopt;
  if (!may_pass(response->status)) return response;
  const auto pause = parse_retry_after(response->header("retry-after"), std::chrono::system_clock::now());
  if (try_again(base::ErrorKind::kRetryLater, pause)) return std::nullopt;
  return base::fail(base::ErrorKind::kRetryLater, "answered with status " + std::to_string(response->status));
}

bool Retrieval::follow(const Response& response) {
  const auto location = redirect_location(response);
  if (!location || redirects_ == options_.max_redirects) return false;
  const auto target = Url::parse(*location, fetch_.url);
  if (!target || !target->is_http()) return false;
  ++redirects_;
  failures_ = 0;
  fetch_.is_named = fetch_.is_named && target->site() == fetch_.url.site();
  fetch_.url = *target;
  fetch_.after = std::chrono::milliseconds(0);
  download_ = reader_.download(fetch_);
  return true;
}

bool Retrieval::try_again(base::ErrorKind kind, std::optional<std::chrono::seconds> retry_after) {
  if (kind != base::ErrorKind::kRetryLater || !options_.is_patient) return false;
  const auto pause = retry_pause(++failures_, reader_.options().first_retry, retry_after);
  if (!pause) return false;
  fetch_.after = *pause;
  download_ = reader_.download(fetch_);
  return true;
}

}  // namespace crawler
