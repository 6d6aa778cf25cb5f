#pragma once

#include <future>
#include <memory>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

#include "crawler/curl_fetcher.hpp"
#include "tests/support/patience.hpp"

namespace crawler {

using Answered = base::Result<Response>;

inline Url parsed(std::string_view url) {
  return Url::parse(url).value();
}

/// Begins a request; its future throws `std::future_error` if `done` is called twice.
inline std::future<Answered> begin(Fetcher& fetcher, Fetch fetch, std::stop_token stop = {}) {
  std::promise<Answered> promise;
  std::future<Answered> future = promise.get_future();
  fetcher.fetch(std::move(fetch), std::move(stop),
                [promise = std::move(promise)](Answered answered) mutable { promise.set_value(std::move(answered)); });
  return future;
}

/// The same of a host that was named: the servers of tests are on loopback.
inline std::future<Answered> begin(Fetcher& fetcher, const std::string& url, bool urgent = false,
                                   std::stop_token stop = {}) {
  return begin(fetcher, {.url = parsed(url), .urgent = urgent, .is_named = true}, std::move(stop));
}

inline Answered end(std::future<Answered> future) {
  if (future.wait_for(support::kPatience) != std::future_status::ready) throw std::runtime_error("it hangs");
  return future.get();
}

inline Answered get(Fetcher& fetcher, Fetch fetch) {
  return end(begin(fetcher, std::move(fetch)));
}

inline Answered get(Fetcher& fetcher, const std::string& url) {
  return end(begin(fetcher, url));
}

/// The failure's words; empty if there is none.
inline std::string failure(const Answered& answered) {
  return answered ? "" : answered.error().what;
}

}  // namespace crawler
