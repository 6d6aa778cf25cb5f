#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "server/metrics.hpp"
#include "server/request.hpp"

namespace server {

/// What HTTP's own metrics say. One thread writes.
class Traffic {
 public:
  explicit Traffic(Metrics& metrics);

  /// A request has been answered. `route` is its pattern, or "none": never what the client sent.
  void answered(const std::string& route, Method method, int status, std::chrono::duration<double> took,
                std::size_t bytes);
  /// Something was refused or cut off: "host", "rate", "busy", "descriptors" ...
  void refused(const std::string& reason);

  prometheus::Gauge& in_flight() { return in_flight_; }
  prometheus::Gauge& connections() { return connections_; }
  prometheus::Gauge& streams() { return streams_; }
  prometheus::Counter& accepted() { return accepted_; }

 private:
  struct OfRoute {
    prometheus::Histogram& seconds;
    std::map<std::pair<Method, int>, prometheus::Counter&> requests;  // by method and class of status
  };
  OfRoute& of_route(const std::string& route);

  Metrics& metrics_;
  prometheus::Gauge& in_flight_;
  prometheus::Gauge& connections_;
  prometheus::Gauge& streams_;
  prometheus::Counter& accepted_;
  prometheus::Counter& bytes_;
  std::map<std::string, OfRoute> routes_;
};

}  // namespace server
