#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <list>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "crawler/host_clock.hpp"
#include "crawler/own_host.hpp"

namespace crawler {

/// Requests that wait until their host may be asked: for each host a queue and a clock (`HostClock`). A host's requests
/// start first in, first out, except that urgent ones, in their own order, precede the others, and that one with a time
/// of its own waits for it beside the queue, to be urgent then. Hosts that may be asked take turns.
///
/// Hosts are named as `Url::site()` does. Time is the caller's: it is passed in, and never goes back. A host is idle
/// when nothing of it waits or is in flight and its pause is over; the `kMostIdle` idle for least long are remembered,
/// with their crawl-delays and backoffs. One thread. Each call costs a hash lookup or less, a host in a pause a step in
/// a balanced tree.
template <typename Request>
class Politeness {
 public:
  using TimePoint = HostClock::TimePoint;

  static constexpr std::size_t kMostIdle = 10'000;

  explicit Politeness(const PolitenessLimits& limits)
      : limits_(limits), random_(limits.jitter_seed ? *limits.jitter_seed : std::random_device()()) {}
  Politeness(const Politeness&) = delete;  // clocks point into it
  Politeness& operator=(const Politeness&) = delete;

  /// Queues a request.
  void push(std::string_view site, Request request, bool urgent, TimePoint now) {
    Entry& entry = find(site, now);
    (urgent ? entry.second.urgent : entry.second.waiting).push_back(std::move(request));
    settle(entry);
  }

  /// Keeps a request until `due`, when it becomes urgent.
  void push_later(std::string_view site, Request request, TimePoint due, TimePoint now) {
    Entry& entry = find(site, now);
    entry.second.later.emplace(due, std::move(request));
    settle(entry);
  }

  /// `HostClock::set_crawl_delay` of a host that has said so, now or before; holds for what waits already, too.
  void set_crawl_delay(std::string_view site, std::chrono::milliseconds delay, TimePoint now) {
    Entry& entry = find(site, now);
    entry.second.clock.set_crawl_delay(delay);
    entry.second.clock.note_earlier_answer(now);
    settle(entry);
  }

  /// The next request that may start at `now`, counted as in flight from here on; nothing if there is none.
  std::optional<Request> start(TimePoint now) {
    wake(now);
    if (in_flight_ >= limits_.in_flight || ready_.empty()) return std::nullopt;
    Entry& entry = *ready_.front();
    Host& host = entry.second;
    take_off(host);
    host.ripen(now_);
    std::list<Request>& queue = host.urgent.empty() ? host.waiting : host.urgent;
    std::optional<Request> request(std::move(queue.front()));
    queue.pop_front();
    host.clock.start(now_);
    ++in_flight_;
    settle(entry);
    return request;
  }

  /// A request of `site` that `start` gave has ended at `now`, one way or another.
  void finish(std::string_view site, const Ending& ending, TimePoint now) {
    Entry& entry = find(site, now);
    entry.second.clock.end(ending, now_, random_);
    --in_flight_;
    settle(entry);
  }

  /// Takes out the requests whose host has been given up, but for those that were to wait for longer anyway.
  std::vector<Request> take_given_up() { return std::exchange(given_up_, {}); }

  /// When to call `start` next, if nothing else is called before; nothing if there is no need to.
  std::optional<TimePoint> next_start() const {
    if (in_flight_ >= limits_.in_flight) return std::nullopt;
    if (!ready_.empty()) return TimePoint::min();
    if (!delayed_.empty()) return delayed_.begin()->first;
    return std::nullopt;
  }

  /// Takes out the waiting requests that `chosen` names, in no particular order. Looks at each waiting request.
  std::vector<Request> remove_if(const std::function<bool(const Request&)>& chosen) {
    std::vector<Request> removed;
    std::vector<Entry*> changed;
    for (Entry& entry : hosts_) {
      const std::size_t before = removed.size();
      entry.second.move_if(chosen, removed);
      if (removed.size() > before) changed.push_back(&entry);
    }
    for (Entry* entry : changed) settle(*entry);  // may forget some that are idle
    return removed;
  }

 private:
  struct Host;
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using Entry = std::pair<const std::string, Host>;
  using List = std::list<Entry*>;
  using Alarms = std::multimap<TimePoint, Entry*>;

  enum class Place : std::uint8_t {
    kNowhere,  ///< an end of a request will bring it further
    kReady,    ///< may start a request
    kDelayed,  ///< time will bring it further
    kIdle,     ///< has none
  };

  struct Host {
    explicit Host(const HostClock& fresh) : clock(fresh) {}

    bool is_empty() const { return urgent.empty() && waiting.empty() && later.empty(); }

    /// When it may start a request, if it has any; nothing if another has to end first.
    std::optional<TimePoint> next_start() const {
      std::optional<TimePoint> next = clock.next_start();
      if (next && urgent.empty() && waiting.empty() && !later.empty()) next = std::max(*next, later.begin()->first);
      return next;
    }

    /// Makes those urgent whose time has come.
    void ripen(TimePoint now) {
      while (!later.empty() && later.begin()->first <= now) {
        urgent.push_back(std::move(later.begin()->second));
        later.erase(later.begin());
      }
    }

    void move_if(const std::function<bool(const Request&)>& chosen, std::vector<Request>& into) {
      const auto take = [&](Request& request) {
        if (!chosen(request)) return false;
        into.push_back(std::move(request));
        return true;
      };
      urgent.remove_if(take);
      waiting.remove_if(take);
      for (auto next = later.begin(); next != later.end();) {
        next = take(next->second) ? later.erase(next) : std::next(next);
      }
    }

    HostClock clock;
    std::list<Request> urgent;
    std::list<Request> waiting;
    std::multimap<TimePoint, Request> later;
    Place place = Place::kNowhere;
    typename List::iterator in_list{};  ///< of `ready_` or `idle_`
    typename Alarms::iterator in_alarms{};
  };

  using Hosts = std::unordered_map<std::string, Host, Hash, std::equal_to<>>;

  /// The host as it stands at `now`; made if need be. `settle` has to follow.
  Entry& find(std::string_view site, TimePoint now) {
    wake(now);
    auto found = hosts_.find(site);
    if (found == hosts_.end()) found = hosts_.emplace(site, Host(HostClock(limits_, is_own_host(site)))).first;
    found->second.ripen(now_);
    return *found;
  }

  void wake(TimePoint now) {
    now_ = std::max(now_, now);
    while (!delayed_.empty() && delayed_.begin()->first <= now_) settle(*delayed_.begin()->second);
  }

  /// Puts a host where its state belongs. One that stays ready keeps its turn.
  void settle(Entry& entry) {
    Host& host = entry.second;
    if (host.clock.given_up_until() > now_) hand_back(host);
    const std::optional<TimePoint> next = host.next_start();
    if (next && *next > now_) {
      put_delayed(entry, *next);
    } else if (next && !host.is_empty()) {
      put_last(entry, Place::kReady, ready_);
    } else if (host.clock.in_flight() > 0) {
      take_off(host);
    } else {
      put_last(entry, Place::kIdle, idle_);
      if (idle_.size() > kMostIdle) forget(*idle_.front());
    }
  }

  /// Takes out what would start now were the host not given up.
  void hand_back(Host& host) {
    for (std::list<Request>* queue : {&host.urgent, &host.waiting}) {
      std::ranges::move(*queue, std::back_inserter(given_up_));
      queue->clear();
    }
    while (!host.later.empty() && host.later.begin()->first < host.clock.given_up_until()) {
      given_up_.push_back(std::move(host.later.begin()->second));
      host.later.erase(host.later.begin());
    }
  }

  void put_last(Entry& entry, Place place, List& list) {
    Host& host = entry.second;
    if (host.place == place) return;
    take_off(host);
    host.in_list = list.insert(list.end(), &entry);
    host.place = place;
  }

  void put_delayed(Entry& entry, TimePoint until) {
    Host& host = entry.second;
    if (host.place == Place::kDelayed && host.in_alarms->first == until) return;
    take_off(host);
    host.in_alarms = delayed_.emplace(until, &entry);
    host.place = Place::kDelayed;
  }

  void take_off(Host& host) {
    if (host.place == Place::kReady) ready_.erase(host.in_list);
    if (host.place == Place::kDelayed) delayed_.erase(host.in_alarms);
    if (host.place == Place::kIdle) idle_.erase(host.in_list);
    host.place = Place::kNowhere;
  }

  void forget(Entry& entry) {
    take_off(entry.second);
    hosts_.erase(hosts_.find(entry.first));
  }

  const PolitenessLimits limits_;
  HostClock::Random random_;
  std::size_t in_flight_ = 0;
  TimePoint now_ = TimePoint::min();
  Hosts hosts_;
  List ready_;  ///< take turns
  List idle_;   ///< the longest idle first
  Alarms delayed_;
  std::vector<Request> given_up_;
};

}  // namespace crawler
