#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <unordered_map>

#include "server/client_address.hpp"

namespace server {

/// How much each client asks, in bounded memory: a token bucket each, and how many of its requests are under way. A
/// client is an address, or a /64 of IPv6. One thread.
class Clients {
 public:
  using Clock = std::chrono::steady_clock;

  struct Options {
    double requests_per_second = 50;  ///< in the long run; 0 is without limit
    double burst = 200;               ///< at once, after a pause
    std::size_t in_flight = 100;      ///< under way at one time
    std::size_t remembered = 10'000;  ///< of more, those that have asked nothing for longest are forgotten
  };

  explicit Clients(Options options) : options_(options) {}

  /// Counts a request, as under way, too, until `leave`. Nothing if it may go on, else after which time the client may
  /// try again.
  std::optional<std::chrono::seconds> enter(const ClientAddress& client, Clock::time_point now);
  /// A request that entered has been answered, or refused.
  void leave(const ClientAddress& client);

  /// How many clients are remembered: `remembered` at most, and those whose requests are under way.
  std::size_t size() const { return states_.size(); }

 private:
  struct State {
    ClientAddress client;
    double tokens;
    Clock::time_point counted;
    std::size_t in_flight = 0;
  };
  struct Hash {
    std::size_t operator()(const ClientAddress& client) const;
  };

  State& state_of(const ClientAddress& client, Clock::time_point now);
  void forget_one();

  const Options options_;
  std::list<State> states_;  // who asked last stands last
  std::unordered_map<ClientAddress, std::list<State>::iterator, Hash> places_;
};

}  // namespace server
