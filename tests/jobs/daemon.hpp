#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "jobs/board.hpp"
#include "jobs/service.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/wait_until.hpp"

/// The crawling half of a daemon within a test.
namespace daemon_tests {

/// A clock that can be set.
class Clock {
 public:
  jobs::Scheduler::Clock function() {
    return [this] { return std::chrono::system_clock::now() + std::chrono::seconds(offset_.load()); };
  }
  void jump(std::chrono::seconds by) { offset_ += by.count(); }

 private:
  std::atomic<std::int64_t> offset_ = 0;
};

class Daemon {
 public:
  explicit Daemon(jobs::DaemonOptions options, Clock& clock)
      : service_(std::in_place, std::move(options), board_,
                 jobs::Service::World{.clock = clock.function(),
                                      .log =
                                          [this](const jobs::Scheduler::Note& note) {
                                            const std::scoped_lock lock(mutex_);
                                            log_.push_back(note.site.empty() ? note.sentence
                                                                             : note.site + ": " + note.sentence);
                                          },
                                      .first_retry = std::chrono::milliseconds(5)}) {}

  jobs::Board& board() { return board_; }
  jobs::Service& service() { return *service_; }
  void stop() { service_.reset(); }
  /// When all is done that is to be done after a crawl.
  void stop_when_calm() {
    await([&] { return !board_.health().has_loose_ends; }, "loose ends");
    stop();
  }

  /// Waits until it is so.
  void await(const std::function<bool()>& is_so, std::string_view what = {}) {
    ASSERT_TRUE(support::wait_until(is_so)) << what << "\n" << log();
  }

  jobs::SiteStatus status(const std::string& site) {
    for (jobs::SiteStatus& status : board_.sites()) {
      if (status.name == site) return std::move(status);
    }
    return {};
  }

  /// The job of the site that ended last, when one is over.
  storage::Job await_end(const std::string& site) {
    await([&] { return status(site).last.has_value(); }, site);
    return status(site).last.value_or(storage::Job());
  }
  void await_state(const std::string& site, storage::JobState state) {
    await([&] { return status(site).job && status(site).job->state == state; }, site);
  }

  jobs::Board::Answer order(jobs::JobOrder::Kind kind, std::variant<std::string, std::int64_t> whose) {
    auto answer = board_.order({.kind = kind, .whose = std::move(whose)});
    if (answer.wait_for(support::kPatience) != std::future_status::ready) {
      return base::fail(base::ErrorKind::kRetryLater, "no answer\n" + log());
    }
    return answer.get();
  }

  std::string log() {
    const std::scoped_lock lock(mutex_);
    std::string text;
    for (const std::string& line : log_) text += line + "\n";
    return text;
  }

 private:
  std::mutex mutex_;  ///< guards log_
  std::vector<std::string> log_;
  jobs::Board board_;
  std::optional<jobs::Service> service_;
};

}  // namespace daemon_tests
