#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "server/request.hpp"
#include "server/response.hpp"

namespace server {

/// Answers a request. What it throws becomes a 500. Called by many threads at once where its route runs on workers.
using Handler = std::function<Response(const Request&)>;

/// Which thread calls a handler, and pulls the stream that it returns.
enum class Runs : std::uint8_t {
  kOnWorkers,  ///< one of the pool: it may block
  kHere        ///< the one that serves all connections: it never blocks, and takes microseconds
};

/// Who may use a route.
enum class Access : std::uint8_t { kAnyone, kAdmin };

struct Route {
  Method method = Method::kGet;
  /// "/api/v1/crawls/{id}/events": each part between slashes is a text, or a name in braces for any part that is not
  /// empty. HEAD is answered by the route of GET.
  std::string pattern;
  Handler handler;
  Runs runs = Runs::kOnWorkers;
  Access access = Access::kAnyone;
};

/// What a path leads to.
struct Found {
  const Route* route = nullptr;  ///< none if no pattern fits the path, or none with the method
  Parameters captures;
  std::vector<Method> allowed;  ///< the methods of the path; empty if there is no such path
};

/// The routes of a server. Built by one thread; then any may ask.
class Router {
 public:
  /// Throws std::invalid_argument if the pattern does not begin with '/', or if method and pattern are there already.
  void add(Route route);

  /// The route of a method and a path (as it came: a part is decoded when it is compared, so that "%2F" is no slash).
  /// Where several patterns fit, the one wins that has a text where another has a name, at the first such part.
  Found find(Method method, std::string_view path) const;

  bool has_admin_routes() const;

  /// All routes, in no order that means anything; good until another is added.
  std::vector<const Route*> routes() const;

 private:
  struct Entry {
    std::vector<std::string> parts;
    Route route;
  };

  std::vector<Entry> entries_;  // in order of precedence
};

}  // namespace server
