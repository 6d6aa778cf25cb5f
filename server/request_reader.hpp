#pragma once

#include <optional>
#include <string>

#include "server/beast.hpp"
#include "server/guard.hpp"
#include "server/limits.hpp"
#include "server/request.hpp"

namespace server {

/// Reads one request from a connection, within the limits; Beast parses it. Header first, so that a request can be
/// refused before its body is read.
class RequestReader {
 public:
  /// Why there is no request. It is the connection's end: what follows on it is not known.
  struct Failure {
    std::string reason;                ///< one word; empty if the client just ended it, which is nobody's fault
    std::optional<Response> response;  ///< nothing if there is nobody to be told
  };

  /// `buffer` has what was received and is of no request yet; it keeps what follows this one.
  RequestReader(TimedStream& stream, beast::flat_buffer& buffer, const Limits& limits);
  RequestReader(const RequestReader&) = delete;

  Awaitable<std::optional<Failure>> read_header();
  /// After the header; asks the client for the body if it waits to be asked (RFC 9110, 10.1.1).
  Awaitable<std::optional<Failure>> read_body();

  /// Whole after both; without its body after the first.
  Request& request() { return request_; }

  bool is_body_read() const { return parser_.is_done(); }
  /// Whether the client wants to go on with this connection afterwards.
  bool is_kept_alive() const { return parser_.get().keep_alive(); }
  /// 10 or 11.
  unsigned version() const { return parser_.get().version(); }

 private:
  std::optional<Failure> take_header();

  TimedStream& stream_;
  beast::flat_buffer& buffer_;
  const Limits& limits_;
  http::request_parser<http::string_body> parser_;
  Request request_;
};

}  // namespace server
