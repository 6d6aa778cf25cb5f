#include "crawler/politeness.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace crawler {
namespace {

using namespace std::chrono_literals;
using Queue = Politeness<int>;
using Kind = Ending::Kind;
using TimePoint = Queue::TimePoint;

constexpr TimePoint kStart{1h};

/// The same rules, said as plainly as can be: looks at every host at every question, and forgets none.
class PlainPoliteness {
 public:
  explicit PlainPoliteness(const PolitenessLimits& limits) : limits_(limits), random_(*limits.jitter_seed) {}

  void push(const std::string& site, int request, bool urgent, TimePoint now) {
    Host& host = at(site, now);
    (urgent ? host.urgent : host.waiting).push_back(request);
  }
  void push_later(const std::string& site, int request, TimePoint due, TimePoint now) {
    auto& later = at(site, now).later;
    later.emplace(std::ranges::upper_bound(later, due, {}, &std::pair<TimePoint, int>::first), due, request);
  }
  void set_crawl_delay(const std::string& site, std::chrono::milliseconds delay, TimePoint now) {
    at(site, now).clock.set_crawl_delay(delay);
    at(site, now).clock.note_earlier_answer(now);
  }
  void finish(const std::string& site, const Ending& ending, TimePoint now) {
    --in_flight_;
    at(site, now).clock.end(ending, now, random_);
  }
  /// The request that `site` may start, if it may.
  std::optional<int> next_of(const std::string& site, TimePoint now) {
    Host& host = at(site, now);
    const std::optional<TimePoint> open_at = host.clock.next_start();
    if (in_flight_ >= limits_.in_flight || !open_at || *open_at > now) return std::nullopt;
    if (!host.urgent.empty()) return host.urgent.front();
    if (!host.waiting.empty()) return host.waiting.front();
    return std::nullopt;
  }
  void start(const std::string& site, TimePoint now) {
    Host& host = at(site, now);
    std::vector<int>& queue = host.urgent.empty() ? host.waiting : host.urgent;
    queue.erase(queue.begin());
    host.clock.start(now);
    ++in_flight_;
  }
  std::set<int> take_given_up(TimePoint now) {
    std::set<int> taken;
    for (auto& [site, host] : hosts_) {
      const TimePoint until = host.clock.given_up_until();
      if (until <= now) continue;
      for (std::vector<int>* queue : {&host.urgent, &host.waiting}) {
        taken.insert(queue->begin(), queue->end());
        queue->clear();
      }
      for (const auto& [due, request] : host.later) {
        if (due < until) taken.insert(request);
      }
      std::erase_if(host.later, [until](const auto& later) { return later.first < until; });
    }
    return taken;
  }
  void remove_if(const std::function<bool(int)>& chosen) {
    for (auto& [site, host] : hosts_) {
      std::erase_if(host.urgent, chosen);
      std::erase_if(host.waiting, chosen);
      std::erase_if(host.later, [&](const auto& later) { return chosen(later.second); });
    }
  }

 private:
  struct Host {
    HostClock clock;
    std::vector<int> urgent{};
    std::vector<int> waiting{};
    std::vector<std::pair<TimePoint, int>> later{};  ///< by time
  };
  Host& at(const std::string& site, TimePoint now) {
    Host& host = hosts_.try_emplace(site, Host{.clock = HostClock(limits_, is_own_host(site))}).first->second;
    while (!host.later.empty() && host.later.front().first <= now) {
      host.urgent.push_back(host.later.front().second);
      host.later.erase(host.later.begin());
    }
    return host;
  }

  const PolitenessLimits limits_;
  HostClock::Random random_;
  std::size_t in_flight_ = 0;
  std::map<std::string, Host> hosts_;
};

/// A queue and its plain counterpart, which go through the same at random.
class TwoQueues {
 public:
  explicit TwoQueues(unsigned seed) : random_(seed), limits_(limits(seed)), queue_(limits_), plain_(limits_) {}

  void step(int id) {
    pass_time();
    const std::string site = kSites[random_() % kSites.size()];
    switch (below(12)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return push(site, id, below(5) == 0);
      case 4:
        return push_later(site, id, now_ + std::chrono::milliseconds(below(below(4) == 0 ? 90'000 : 100)));
      case 5:
      case 6:
      case 7:
      case 8:
        return running_.empty() ? void() : finish();
      case 9:
        return below(5) == 0 ? set_crawl_delay(site, std::chrono::milliseconds(below(2) * below(60))) : void();
      case 10:
        return below(5) == 0 ? remove(below(3)) : void();
      default:
        return;
    }
  }

  void expect_equal() {
    const std::vector<int> taken = queue_.take_given_up();
    EXPECT_EQ(std::set<int>(taken.begin(), taken.end()), plain_.take_given_up(now_));
    given_up += taken.size();
    while (const std::optional<int> request = queue_.start(now_)) {
      const std::string& site = site_of_[*request];
      ASSERT_EQ(plain_.next_of(site, now_), request);
      plain_.start(site, now_);
      running_.emplace_back(site, now_);
      ++started;
    }
    for (const char* site : kSites) ASSERT_EQ(plain_.next_of(site, now_), std::nullopt) << site;
  }

  std::size_t started = 0;
  std::size_t given_up = 0;

 private:
  static constexpr std::array<const char*, 5> kSites{"a", "b", "c", "one.example", "two.example"};

  PolitenessLimits limits(unsigned seed) {
    PolitenessLimits limits{.in_flight = 1 + random_() % 6, .in_flight_per_host = 1 + random_() % 3};
    if (below(3) == 0) limits.per_host = 1 + random_() % 3;
    if (below(3) == 0) limits.delay = std::chrono::milliseconds(below(50));
    if (below(3) == 0) limits.interval = std::chrono::milliseconds(below(50));
    limits.first_backoff = 20ms;
    limits.failures = 1 + random_() % 4;
    limits.first_giving_up = 100ms;
    limits.silence = 0ms;
    limits.jitter_seed = seed;
    return limits;
  }
  int below(unsigned n) { return static_cast<int>(random_() % n); }

  /// To the very moment that something may start, now and then: a time told too late would be seen.
  void pass_time() {
    const auto next = queue_.next_start();
    now_ += std::chrono::milliseconds(below(20));
    if (below(4) == 0 && next && *next > now_) now_ = *next;
  }
  void push(const std::string& site, int id, bool urgent) {
    site_of_[id] = site;
    queue_.push(site, id, urgent, now_);
    plain_.push(site, id, urgent, now_);
  }
  void push_later(const std::string& site, int id, TimePoint due) {
    site_of_[id] = site;
    queue_.push_later(site, id, due, now_);
    plain_.push_later(site, id, due, now_);
  }
  void set_crawl_delay(const std::string& site, std::chrono::milliseconds delay) {
    queue_.set_crawl_delay(site, delay, now_);
    plain_.set_crawl_delay(site, delay, now_);
  }
  void remove(int rest) {
    const auto chosen = [rest](int request) { return request % 3 == rest; };
    queue_.remove_if(chosen);
    plain_.remove_if(chosen);
  }
  void finish() {
    std::swap(running_[random_() % running_.size()], running_.back());
    const auto [site, started_at] = running_.back();
    running_.pop_back();
    const Ending ending{.kind = static_cast<Kind>(below(3) == 0 ? below(4) : 0), .started = started_at};
    queue_.finish(site, ending, now_);
    plain_.finish(site, ending, now_);
  }

  std::mt19937 random_;
  const PolitenessLimits limits_;
  Queue queue_;
  PlainPoliteness plain_;
  std::map<int, std::string> site_of_;
  std::vector<std::pair<std::string, TimePoint>> running_;  ///< sites, and when their requests started
  TimePoint now_ = kStart;
};

TEST(Politeness, StartsWhatThePlainRulesLetStart) {
  std::size_t started = 0;
  std::size_t given_up = 0;
  for (unsigned seed = 0; seed < 300 && !HasFatalFailure(); ++seed) {
    TwoQueues queues(seed);
    for (int step = 0; step < 300 && !HasFailure(); ++step) {
      SCOPED_TRACE("seed " + std::to_string(seed) + ", step " + std::to_string(step));
      queues.step(step);
      queues.expect_equal();
    }
    started += queues.started;
    given_up += queues.given_up;
  }
  EXPECT_GT(started, 10'000U);
  EXPECT_GT(given_up, 100U);
}

}  // namespace
}  // namespace crawler
