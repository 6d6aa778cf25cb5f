#pragma once

#include "server/beast.hpp"
#include "server/connection.hpp"

namespace server {

/// Takes connections, and closes idle ones whose time is over, or whose place is needed. The thread of its executor,
/// once it runs.
class Listener {
 public:
  Listener(const Executor& executor, Shared& shared, std::size_t most_connections);

  /// Binds and listens; what the system says if that cannot be.
  boost::system::error_code listen(const Tcp::endpoint& endpoint);
  std::uint16_t port() const;

  void start();
  void stop();

 private:
  Awaitable<void> accept_all();
  Awaitable<void> close_idle();
  void admit(Socket socket);
  void turn_away(Socket socket);

  Executor executor_;
  Shared& shared_;
  const std::size_t most_connections_;
  Acceptor acceptor_;
  Timer pause_;
  Timer idle_;
};

}  // namespace server
