#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "lazy/generator.hpp"
#include "lazy/turn.hpp"
#include "server/headers.hpp"

namespace server {

/// Bytes that never change, made once and shared by all answers: a file of the search page.
struct Asset {
  std::string bytes;
  std::string gzip;  ///< the same, compressed; empty where that is not shorter
  std::string type;  ///< for `Content-Type`
  std::string tag;   ///< for `ETag`, with its quotes: made of the bytes
};

/// An asset, with its compressed form and its tag.
std::shared_ptr<const Asset> asset(std::string bytes, std::string type);

/// A body that is made while it is sent: each piece is asked for when the client has taken the one before. An empty
/// turn means "nothing now": it is asked again after a pause. One thread at a time begins, pulls and destroys it, but
/// not always the same: a worker, if the route runs on workers, except that a server that is destroyed takes it along.
/// It is destroyed at its end, when the client has gone, or when it throws: then the client sees the body cut off.
struct Stream {
  enum class End : std::uint8_t {
    kOwn,        ///< it ends by itself; a server that drains waits for it
    kWithServer  ///< it goes on as long as somebody listens; a server that drains ends it
  };

  lazy::generator<lazy::Turn<std::string>> pieces;
  End end = End::kOwn;
};

/// What a handler answers. `Content-Length`, `Date` and what guards browsers (server/guard.hpp) are added on its way.
struct Response {
  int status = 200;
  Headers headers;
  std::variant<std::string, std::shared_ptr<const Asset>, Stream> body;
};

/// A JSON text as an answer.
Response json_response(int status, std::string json);

/// The one form that errors have: `{"code": "...", "message": "..."}`. `code` is for programs, `message` for people.
Response error_response(int status, std::string_view code, std::string_view message);

/// "Not Found" for 404 and so on; empty for numbers without a name.
std::string_view reason_of(int status);

}  // namespace server
