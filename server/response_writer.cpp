#include "server/response_writer.hpp"

#include <utility>

namespace server {

ResponseWriter::ResponseWriter(TimedStream& stream, Head head, std::chrono::milliseconds write_time)
    : stream_(stream), head_(std::move(head)), serializer_(head_), write_time_(write_time) {}

Awaitable<bool> ResponseWriter::write_head() {
  serializer_.split(true);
  return write_on(true);
}

Awaitable<bool> ResponseWriter::write(std::string_view piece, bool is_last) {
  auto& body = head_.body();
  body.data = piece.empty() ? nullptr : const_cast<char*>(piece.data());  // Beast's type; it only reads
  body.size = piece.size();
  body.more = !is_last;
  return write_on(false);
}

Awaitable<bool> ResponseWriter::write_on(bool is_head) {
  while (!(is_head ? serializer_.is_header_done() : serializer_.is_done())) {
    stream_.expires_after(write_time_);
    auto [error, written] = co_await http::async_write_some(stream_, serializer_, kAwait);
    bytes_ += written;
    if (error == http::error::need_buffer) co_return true;
    if (error) co_return false;
  }
  co_return true;
}

}  // namespace server
