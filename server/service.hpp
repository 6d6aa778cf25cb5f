#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>

#include "base/log.hpp"
#include "server/clients.hpp"
#include "server/guard.hpp"
#include "server/router.hpp"
#include "server/traffic.hpp"

namespace server {

/// What happens to a request between its header and its answer, whatever carries it: guard, rate, route, handler, the
/// headers of the answer, log and metrics. One thread, but for `answer`.
class Service {
 public:
  using Clock = std::chrono::steady_clock;

  Service(Guard::Options guard, Clients::Options clients, Router router, Traffic& traffic, const base::Log& log);

  /// A request that has come to its end.
  struct Outcome {
    const Route* route = nullptr;  ///< none if it came to none
    int status = 0;
    std::size_t bytes = 0;  ///< of the answer, as sent
    Clock::duration took{};
    bool is_cut = false;  ///< the answer did not reach its end
  };

  /// Says who asks, and gives the request its id: the client's own, if that is short and plain.
  void introduce(Request& request, const ClientAddress& peer);
  /// The route of a request, whose captures it gets, or the answer to one that may not go on. Each call is followed by
  /// one of `done`.
  std::variant<const Route*, Response> admit(Request& request);
  /// What the route's handler answers; 500 where it throws. Any thread.
  Response answer(const Route& route, const Request& request) const;
  /// Makes the answer ready to be sent: its headers, 304 (RFC 9110, 13.1.2), an asset's compressed form.
  void finish(const Request& request, Response& response) const;
  /// Counts and logs it.
  void done(const Request& request, const Outcome& outcome);

 private:
  std::variant<const Route*, Response> find_route(Request& request) const;
  Response refused(Refusal refusal);
  std::string new_id();

  const Guard guard_;
  const Router router_;
  Clients clients_;
  Traffic& traffic_;
  const base::Log& log_;
  const std::uint64_t first_id_;
  std::uint64_t ids_ = 0;
};

}  // namespace server
