#pragma once

#include <cstddef>

#include "base/log.hpp"
#include "server/beast.hpp"
#include "server/connections.hpp"
#include "server/limits.hpp"
#include "server/service.hpp"
#include "server/traffic.hpp"
#include "server/workers.hpp"

namespace server {

/// What all connections of a server share. Its thread is the one that runs them.
struct Shared {
  const Limits& limits;
  Service& service;
  Workers& workers;
  Connections& connections;
  Traffic& traffic;
  const base::Log& log;
  std::size_t streams = 0;  ///< that are being sent
};

/// One connection, from its first byte to its end: requests one after the other, each answered before the next is read.
Awaitable<void> serve(Socket socket, Shared& shared);

}  // namespace server
