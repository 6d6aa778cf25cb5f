#pragma once

#include <prometheus/gauge.h>

#include <cstddef>
#include <functional>
#include <list>

#include "server/beast.hpp"

namespace server {

/// The connections of a server, and which of them wait for a request, in the order in which they began to. One thread.
class Connections {
 public:
  using Clock = std::chrono::steady_clock;

  /// A connection's place among them, for as long as it is open.
  class Place {
   public:
    Place(Connections& all, Socket& socket);
    ~Place();
    Place(const Place&) = delete;

    /// It waits for a request: from now on others may close its socket.
    void begin_idle();
    void end_idle();

   private:
    friend class Connections;
    Connections& all_;
    Socket& socket_;
    Clock::time_point idle_since_;
    std::list<Place*>::iterator idle_place_;
    bool is_idle_ = false;
    bool is_open_ = true;
  };

  /// `gauge` says how many are open.
  explicit Connections(prometheus::Gauge& gauge) : gauge_(gauge) {}

  /// How many are open.
  std::size_t size() const { return open_; }

  /// Closes the one that has been idle longest; false if none is idle.
  bool close_oldest_idle();
  /// Closes those that have been idle since then, or longer.
  void close_idle_since(Clock::time_point time);
  /// When the one that has been idle longest began to be; `now` if none is.
  Clock::time_point oldest_idle(Clock::time_point now) const;

  /// No connection is to take another request: closes idle ones, at once and whenever one becomes idle. `done` is
  /// called once, when none is left.
  void drain(std::function<void()> done);
  bool are_draining() const { return are_draining_; }

 private:
  void close(Place& place);
  void end(Place& place);
  void tell_if_drained();

  prometheus::Gauge& gauge_;
  std::size_t places_ = 0;
  std::size_t open_ = 0;
  std::list<Place*> idle_;  // the one that has been idle longest first
  bool are_draining_ = false;
  std::function<void()> drained_;  // nothing once it was called
};

}  // namespace server
