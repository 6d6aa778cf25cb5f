#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

#include "server/beast.hpp"

namespace server {

/// Sends one answer, in pieces, as fast as the client takes it. Each wait for the client is bounded, not the whole.
class ResponseWriter {
 public:
  using Head = http::response<http::buffer_body>;

  ResponseWriter(TimedStream& stream, Head head, std::chrono::milliseconds write_time);
  ResponseWriter(const ResponseWriter&) = delete;

  /// Sends the header alone: the answer to HEAD, or before the first piece there is. False if the client did not take
  /// it.
  Awaitable<bool> write_head();
  /// Sends a piece of the body, which is not empty unless it is the last; before it the header, if that was not sent.
  Awaitable<bool> write(std::string_view piece, bool is_last);

  std::size_t bytes() const { return bytes_; }

 private:
  Awaitable<bool> write_on(bool is_head);

  TimedStream& stream_;
  Head head_;
  http::response_serializer<http::buffer_body> serializer_;
  const std::chrono::milliseconds write_time_;
  std::size_t bytes_ = 0;
};

}  // namespace server
