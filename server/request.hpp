#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/client_address.hpp"
#include "server/headers.hpp"

namespace server {

/// The methods that a route can have; others are answered with 501.
enum class Method : std::uint8_t { kGet, kHead, kPost, kPut, kPatch, kDelete, kOptions };

std::string_view name_of(Method method);
std::optional<Method> method_of(std::string_view name);
/// Whether the method only asks (RFC 9110, 9.2.1).
bool is_safe(Method method);

/// Names and values, in the order in which they came.
using Parameters = std::vector<std::pair<std::string, std::string>>;

/// A request as a handler sees it. It outlives the handler's call, but not the stream that the handler may return:
/// that takes with it, by value, what it needs.
struct Request {
  Method method = Method::kGet;
  std::string path;     ///< as it came, from its '/' on, without the query; never a whole URL
  Parameters query;     ///< decoded
  Parameters captures;  ///< what the route's `{names}` stand for, decoded
  Headers headers;
  std::string body;      ///< decoded of its transfer coding, whole, within the server's limit
  ClientAddress client;  ///< who asks; behind a trusted proxy, whom that names
  std::string id;        ///< for logs and `X-Request-Id`: 1 to 64 letters, digits, '-', '_' and '.'

  /// The first value of a query parameter, or nothing; empty where the name stands alone.
  std::optional<std::string_view> parameter(std::string_view name) const;
  /// What `{name}` of the route's pattern stands for; empty if the pattern has no such name.
  std::string_view capture(std::string_view name) const;
};

/// A request's target (RFC 9112, 3.2): path and query, or a whole URL, whose authority then takes the place of `Host`.
struct Target {
  std::string path;  ///< as it came
  Parameters query;
  std::optional<std::string> authority;
};

/// Nothing if it is no target that we answer: neither a path nor an http URL nor "*", or with bytes that no URL has.
std::optional<Target> parse_target(std::string_view target);

/// Parameters of a query string (https://url.spec.whatwg.org/#urlencoded-parsing): '+' is a space. At most the first
/// 1,000. Bytes are not checked to be UTF-8.
Parameters parse_query(std::string_view query);

}  // namespace server
