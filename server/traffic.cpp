#include "server/traffic.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace server {

Traffic::Traffic(Metrics& metrics)
    : metrics_(metrics),
      in_flight_(metrics.gauge("sitedex_http_requests_in_flight", "Requests that are being answered")),
      connections_(metrics.gauge("sitedex_http_connections", "Open connections, idle ones too")),
      streams_(metrics.gauge("sitedex_http_streams", "Answers that are made while they are sent")),
      accepted_(metrics.counter("sitedex_http_connections_total", "Connections accepted")),
      bytes_(metrics.counter("sitedex_http_response_bytes_total", "Bytes of answers, headers too")) {}

void Traffic::answered(const std::string& route, Method method, int status, std::chrono::duration<double> took,
                       std::size_t bytes) {
  OfRoute& its = of_route(route);
  its.seconds.Observe(took.count());
  const std::pair key(method, status / 100);
  auto counter = its.requests.find(key);
  if (counter == its.requests.end()) {
    const Metrics::Labels labels{
        {"route", route}, {"method", std::string(name_of(method))}, {"status", fmt::format("{}xx", key.second)}};
    counter =
        its.requests.emplace(key, metrics_.counter("sitedex_http_requests_total", "Requests answered", labels)).first;
  }
  counter->second.Increment();
  bytes_.Increment(static_cast<double>(bytes));
}

void Traffic::refused(const std::string& reason) {
  metrics_.counter("sitedex_http_refused_total", "Requests and connections refused or cut off", {{"reason", reason}})
      .Increment();
}

Traffic::OfRoute& Traffic::of_route(const std::string& route) {
  const auto known = routes_.find(route);
  if (known != routes_.end()) return known->second;
  static const std::vector<double> kBounds{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};
  auto& seconds =
      metrics_.histogram("sitedex_http_request_duration_seconds",
                         "From a request's header to the last byte of its answer", kBounds, {{"route", route}});
  return routes_.emplace(route, OfRoute{.seconds = seconds, .requests = {}}).first->second;
}

}  // namespace server
