#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "base/error.hpp"
#include "base/log.hpp"
#include "server/clients.hpp"
#include "server/guard.hpp"
#include "server/limits.hpp"
#include "server/metrics.hpp"
#include "server/router.hpp"
#include "server/workers.hpp"

namespace server {

/// HTTP/1.1 on one address: a thread that serves all connections, a coroutine each, and a pool of workers for what may
/// block. All that comes from outside is within `Limits`, and passes the `Guard`.
///
/// `start` and `drain` are for one thread, `port` for any. `metrics` and `log` outlive it.
class HttpServer {
 public:
  struct Options {
    std::string address = "127.0.0.1";  ///< an IP address; "::" is all there are, of IPv4 too
    std::uint16_t port = 0;             ///< 0: any that is free
    Limits limits;
    Workers::Options workers;
    Clients::Options clients;
    Guard::Options guard;
  };

  /// Listens and serves. Of kind kTellUser: an address that cannot be listened at; routes for the admin, without a
  /// token, at an address that others than this machine reach. It raises the process's limit of open files to what its
  /// connections need; where that cannot be, it takes fewer.
  static base::Result<std::unique_ptr<HttpServer>> start(Options options, Router router, Metrics& metrics,
                                                         const base::Log& log);

  /// Cuts off what is under way, but waits for handlers that run.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;

  std::uint16_t port() const { return port_; }

  /// Takes no new connections and no further requests, and ends streams that do not end by themselves. Returns when all
  /// answers have been sent, true; or when the time is over: then the rest is cut off, but for
  /// handlers that run, which it waits for. Serves nothing afterwards, and is not to be called again.
  bool drain(std::chrono::milliseconds within);

 private:
  class Loop;
  explicit HttpServer(std::unique_ptr<Loop> loop);

  const std::uint16_t port_;
  std::unique_ptr<Loop> loop_;  // until it is drained
};

}  // namespace server
