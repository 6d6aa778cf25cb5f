#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "server/request.hpp"
#include "server/response.hpp"
#include "server/router.hpp"
#include "views/json.hpp"

namespace web {

/// A JSON object as an answer.
server::Response answer(const views::Json& json, int status = 200);

/// What is wrong with a request, to be thrown by a handler within `answering`.
struct BadRequest {
  std::string message;
};

/// A handler that answers where something is wrong: 400 for a `BadRequest`, 503 for an index that is not there yet, 504
/// for a question that takes too long. Whatever else is thrown is the server's to log, a 500.
server::Handler answering(server::Handler handler);

/// A whole number of a query parameter, or `otherwise` if it is not there. Throws `BadRequest` out of the range.
std::uint64_t number(const server::Request& request, std::string_view name, std::uint64_t otherwise,
                     std::uint64_t least, std::uint64_t most);

/// The text of a query parameter. Throws `BadRequest` if it is not there, or longer than 2 kB.
std::string text(const server::Request& request, std::string_view name);

/// "2026-11-27T10:00:00Z" (RFC 3339, 5.6) for seconds since 1970; null for 0.
views::Json time_json(std::int64_t seconds);

}  // namespace web
