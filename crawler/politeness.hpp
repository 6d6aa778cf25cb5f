#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace crawler {

/// How much may be asked of servers at a time.
struct PolitenessLimits {
  std::size_t in_flight = 256;          ///< requests on their way, of all hosts together
  std::size_t in_flight_per_host = 16;  ///< without a delay; with one, a host gets one request at a time
  std::chrono::milliseconds delay{0};   ///< from the end of a host's answer to the start of its next request
};

/// Requests that wait until their host may be asked: for each host a queue, a count of what is in flight, and a clock.
/// A host's requests start first in, first out, except that urgent ones, in their own order, precede the others. Hosts
/// that may be asked take turns. Time is the caller's: it is passed in, and never goes back. A host is forgotten when
/// nothing of it waits or is in flight and its delay is over. One thread. Each call costs a hash lookup or less, a host
/// in its delay a step in a balanced tree.
template <typename Request>
class Politeness {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  explicit Politeness(const PolitenessLimits& limits)
      : limits_(limits), per_host_(limits.delay.count() > 0 ? 1 : limits.in_flight_per_host) {}

  /// Queues a request of `host` (as `Url::site()` names it).
  void push(std::string_view host, Request request, bool urgent) {
    auto found = hosts_.find(host);
    if (found == hosts_.end()) found = hosts_.emplace(host, Host()).first;
    (urgent ? found->second.urgent : found->second.waiting).push_back(std::move(request));
    list(*found);
  }

  /// The next request that may start at `now`, counted as in flight from here on; nothing if there is none.
  std::optional<Request> start(TimePoint now) {
    wake(now);
    if (in_flight_ >= limits_.in_flight || ready_.empty()) return std::nullopt;
    Entry& entry = *ready_.front();
    ready_.pop_front();
    Host& host = entry.second;
    host.listed = false;
    std::deque<Request>& queue = host.urgent.empty() ? host.waiting : host.urgent;
    std::optional<Request> request(std::move(queue.front()));
    queue.pop_front();
    ++host.in_flight;
    ++in_flight_;
    list(entry);
    return request;
  }

  /// A request of `host` that `start` gave has ended at `now`, one way or another.
  void finish(std::string_view host, TimePoint now) {
    Entry& entry = *hosts_.find(host);
    --entry.second.in_flight;
    --in_flight_;
    if (limits_.delay.count() > 0) entry.second.open_at = now + limits_.delay;
    wake(now);
    list(entry);
  }

  /// When a call of `start` may next give a request without any push or finish before it; nothing if never.
  std::optional<TimePoint> next_start() const {
    if (in_flight_ >= limits_.in_flight) return std::nullopt;
    if (!ready_.empty()) return TimePoint::min();
    if (!delayed_.empty()) return delayed_.begin()->first;
    return std::nullopt;
  }

  /// Takes out the waiting requests that `chosen` names, in no particular order. Looks at each waiting request.
  std::vector<Request> remove_if(const std::function<bool(const Request&)>& chosen) {
    std::vector<Request> removed;
    for (Entry& entry : hosts_) {
      for (std::deque<Request>* queue : {&entry.second.urgent, &entry.second.waiting}) {
        std::deque<Request> kept;
        for (Request& request : *queue) {
          if (chosen(request)) {
            removed.push_back(std::move(request));
          } else {
            kept.push_back(std::move(request));
          }
        }
        *queue = std::move(kept);
      }
    }
    std::erase_if(ready_, [](Entry* entry) { return entry->second.empty() && unlist(*entry); });
    for (auto next = hosts_.begin(); next != hosts_.end();) list(*next++);  // may forget the host
    return removed;
  }

 private:
  struct Host {
    std::deque<Request> urgent;
    std::deque<Request> waiting;
    std::size_t in_flight = 0;
    TimePoint open_at = TimePoint::min();  ///< when its delay is over
    bool listed = false;                   ///< in `ready_` or `delayed_`

    bool empty() const { return urgent.empty() && waiting.empty(); }
  };
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using Hosts = std::unordered_map<std::string, Host, Hash, std::equal_to<>>;
  using Entry = typename Hosts::value_type;

  /// Puts a host where its state belongs: to those ready, to those in their delay, or nowhere; forgets an idle one.
  void list(Entry& entry) {
    Host& host = entry.second;
    if (host.listed) return;
    if (host.open_at > now_) {
      delayed_.emplace(host.open_at, &entry);
      host.listed = true;
    } else if (!host.empty() && host.in_flight < per_host_) {
      ready_.push_back(&entry);
      host.listed = true;
    } else if (host.empty() && host.in_flight == 0) {
      hosts_.erase(hosts_.find(entry.first));
    }
  }

  static bool unlist(Entry& entry) {
    entry.second.listed = false;
    return true;
  }

  void wake(TimePoint now) {
    now_ = std::max(now_, now);
    while (!delayed_.empty() && delayed_.begin()->first <= now_) {
      Entry& entry = *delayed_.begin()->second;
      delayed_.erase(delayed_.begin());
      entry.second.listed = false;
      list(entry);
    }
  }

  PolitenessLimits limits_;
  std::size_t per_host_;
  std::size_t in_flight_ = 0;
  TimePoint now_ = TimePoint::min();
  Hosts hosts_;
  std::deque<Entry*> ready_;  ///< take turns
  std::multimap<TimePoint, Entry*> delayed_;
};

}  // namespace crawler
