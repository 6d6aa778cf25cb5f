#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string_view>
#include <thread>

#include "crawler/fetcher.hpp"

namespace crawler {

/// Answers requests from what is on this machine. One thread of its own makes the answers, one after the other, and
/// calls each `done`. There are no hosts to be polite to: a crawl delay is none.
///
/// Destroying it cancels what is not done yet, calls each `done` for it, and waits until they returned.
class LocalFetcher final : public Fetcher {
 public:
  using Answer = std::move_only_function<base::Result<Response>(const Fetch&)>;

  /// `answer` is called on the fetcher's thread only.
  explicit LocalFetcher(Answer answer);
  ~LocalFetcher() override;

  void fetch(Fetch fetch, std::stop_token stop, Done done) override;
  void set_crawl_delay(std::string_view site, std::chrono::milliseconds delay) override;

 private:
  class Loop;

  std::unique_ptr<Loop> loop_;
  std::jthread thread_;  ///< runs `loop_`, and is joined before it goes
};

}  // namespace crawler
