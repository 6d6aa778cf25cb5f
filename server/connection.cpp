#include "server/connection.hpp"

#include <poll.h>

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "server/on_worker.hpp"
#include "server/request_reader.hpp"
#include "server/response_writer.hpp"
#include "server/stream_source.hpp"

namespace server {
namespace {

// Beside the header: what of a body, or of the next request, is read with it.
constexpr std::size_t kReadAhead = 4 * 1024;
// What most headers need; the rest of the buffer is there when it is needed.
constexpr std::size_t kUsualHeader = 1024;

/// Whether the other end has closed the connection, or at least its half: it does not wait for an answer. Any thread.
bool has_gone(int socket) {
  pollfd asked{.fd = socket, .events = POLLRDHUP, .revents = 0};
  return ::poll(&asked, 1, 0) == 1;
}

ClientAddress peer_of(const Socket& socket) {
  boost::system::error_code error;
  const auto address = socket.remote_endpoint(error).address();
  return ClientAddress::parse(address.to_string()).value_or(ClientAddress());
}

bool has_body(int status) {
  return status != 204 && status != 304;
}

Response busy(std::string_view message) {
  Response response = error_response(503, "busy", message);
  response.headers.add("Retry-After", "1");
  return response;
}

/// The bytes of a body that is not a stream.
std::string_view bytes_of(const Response& response) {
  if (const auto* text = std::get_if<std::string>(&response.body)) return *text;
  const Asset& asset = *std::get<std::shared_ptr<const Asset>>(response.body);
  return response.headers.has("Content-Encoding") ? asset.gzip : asset.bytes;
}

ResponseWriter::Head head_of(const Response& response, unsigned version, bool is_kept_alive) {
  ResponseWriter::Head head;
  head.version(version);
  head.result(static_cast<unsigned>(response.status));
  const std::string_view reason = reason_of(response.status);
  head.reason({reason.data(), reason.size()});
  for (const auto& [name, value] : response.headers) head.insert(name, value);
  const bool is_stream = std::holds_alternative<Stream>(response.body);
  if (is_stream) {
    head.chunked(version >= 11);  // to a client of HTTP/1.0 the end of the connection is the end of the stream
  } else if (has_body(response.status)) {
    head.content_length(bytes_of(response).size());
  }
  head.keep_alive(is_kept_alive && (!is_stream || version >= 11));
  return head;
}

/// A request under way; it is counted and logged when this goes, however that comes.
struct UnderWay {
  UnderWay(Service& its_service, const Request& its_request) : service(its_service), request(its_request) {}
  ~UnderWay() {
    outcome.took = Service::Clock::now() - began;
    service.done(request, outcome);
  }
  UnderWay(const UnderWay&) = delete;

  Service& service;
  const Request& request;
  const Service::Clock::time_point began = Service::Clock::now();
  Service::Outcome outcome{.is_cut = true};
};

/// One of the streams that are being sent.
class CountedStream {
 public:
  explicit CountedStream(Shared& shared) : shared_(shared) { set(shared_.streams + 1); }
  ~CountedStream() { set(shared_.streams - 1); }
  CountedStream(const CountedStream&) = delete;

 private:
  void set(std::size_t streams) {
    shared_.streams = streams;
    shared_.traffic.streams().Set(static_cast<double>(streams));
  }
  Shared& shared_;
};

class Connection {
 public:
  Connection(Socket socket, Shared& shared)
      : shared_(shared),
        stream_(std::move(socket)),
        buffer_(shared.limits.header_bytes + kReadAhead),
        peer_(peer_of(stream_.socket())),
        place_(shared.connections, stream_.socket()) {}

  Awaitable<void> run() {
    while (co_await wait_for_request()) {
      const bool goes_on = co_await exchange();
      if (!goes_on) co_return;
    }
  }

 private:
  Awaitable<bool> wait_for_request();
  Awaitable<bool> exchange();
  Awaitable<void> refuse(RequestReader& reader, RequestReader::Failure failure);
  Awaitable<bool> answer(RequestReader& reader, UnderWay& under_way, std::variant<const Route*, Response> verdict);
  Awaitable<std::optional<Response>> run_route(const Route& route, const Request& request);
  Awaitable<bool> send(const RequestReader& reader, const Request& request, Response response, UnderWay& under_way);
  Awaitable<bool> send_stream(Stream stream, const UnderWay& under_way, ResponseWriter& writer);
  Awaitable<bool> send_pieces(StreamSource& source, Stream::End end, const UnderWay& under_way, ResponseWriter& writer);
  Awaitable<StreamSource::Pulled> pull(StreamSource& source, Runs runs);
  Awaitable<void> linger();

  Executor executor() { return stream_.get_executor(); }
  int socket() { return stream_.socket().native_handle(); }

  Shared& shared_;
  TimedStream stream_;
  beast::flat_buffer buffer_;  // has memory only while a request is under way
  const ClientAddress peer_;
  Connections::Place place_;
};

/// False if the connection has ended instead.
Awaitable<bool> Connection::wait_for_request() {
  if (buffer_.size() > 0) co_return !shared_.connections.are_draining();
  buffer_.shrink_to_fit();
  stream_.expires_never();
  place_.begin_idle();
  auto [error] = co_await stream_.socket().async_wait(Socket::wait_read, kAwait);
  place_.end_idle();
  co_return !error;
}

/// One request and its answer. Whether the connection is good for another.
Awaitable<bool> Connection::exchange() {
  buffer_.reserve(kUsualHeader);
  RequestReader reader(stream_, buffer_, shared_.limits);
  auto failure = co_await reader.read_header();
  if (failure) {
    co_await refuse(reader, *std::move(failure));
    co_return false;
  }
  Request& request = reader.request();
  shared_.service.introduce(request, peer_);
  bool is_kept_alive = false;
  {
    auto verdict = shared_.service.admit(request);
    UnderWay under_way(shared_.service, request);
    is_kept_alive = co_await answer(reader, under_way, std::move(verdict));
  }
  if (!is_kept_alive) co_await linger();
  co_return is_kept_alive;
}

/// A request that could not be read.
Awaitable<void> Connection::refuse(RequestReader& reader, RequestReader::Failure failure) {
  if (failure.reason.empty()) co_return;
  shared_.traffic.refused(failure.reason);
  shared_.log.info("request refused", {{"client", peer_.text()}, {"reason", failure.reason}});
  if (!failure.response) co_return;
  Request& request = reader.request();
  shared_.service.introduce(request, peer_);
  Response response = *std::move(failure.response);
  shared_.service.finish(request, response);
  ResponseWriter writer(stream_, head_of(response, 11, false), shared_.limits.write_time);
  const bool is_sent = co_await writer.write(bytes_of(response), true);
  if (is_sent) co_await linger();
}

Awaitable<bool> Connection::answer(RequestReader& reader, UnderWay& under_way,
                                   std::variant<const Route*, Response> verdict) {
  const Request& request = reader.request();
  if (auto* refusal = std::get_if<Response>(&verdict)) {
    const bool is_sent = co_await send(reader, request, std::move(*refusal), under_way);
    co_return is_sent;
  }
  const Route& route = *std::get<const Route*>(verdict);
  under_way.outcome.route = &route;
  auto failure = co_await reader.read_body();
  std::optional<Response> response;
  if (failure) {
    if (!failure->reason.empty()) shared_.traffic.refused(failure->reason);
    response = std::move(failure->response);
  } else {
    response = co_await run_route(route, request);
  }
  if (!response) co_return false;
  const bool is_sent = co_await send(reader, request, *std::move(response), under_way);
  co_return is_sent;
}

/// Nothing if the client has gone before its turn came.
Awaitable<std::optional<Response>> Connection::run_route(const Route& route, const Request& request) {
  if (route.runs == Runs::kHere) co_return shared_.service.answer(route, request);
  if (shared_.workers.are_full()) {
    shared_.traffic.refused("busy");
    co_return busy("too many requests wait for their turn; try again later");
  }
  std::optional<Response> response;
  Workers::Job job = [&, client = socket()] {
    if (!has_gone(client)) response = shared_.service.answer(route, request);
  };
  co_await on_worker(shared_.workers, executor(), Workers::Kind::kNew, std::move(job));
  if (!response) shared_.traffic.refused("client_gone");
  co_return response;
}

Awaitable<bool> Connection::send(const RequestReader& reader, const Request& request, Response response,
                                 UnderWay& under_way) {
  const bool is_stream = std::holds_alternative<Stream>(response.body);
  if (is_stream && shared_.streams >= shared_.limits.streams) {
    shared_.traffic.refused("streams");
    response = busy("too many streams are open; try again later");
  }
  shared_.service.finish(request, response);
  const bool may_go_on = reader.is_kept_alive() && reader.is_body_read() && !shared_.connections.are_draining();
  ResponseWriter::Head head = head_of(response, reader.version(), may_go_on);
  const bool is_kept_alive = head.keep_alive();
  ResponseWriter writer(stream_, std::move(head), shared_.limits.write_time);
  under_way.outcome.status = response.status;
  bool is_sent = false;
  if (request.method == Method::kHead) {
    is_sent = co_await writer.write_head();
  } else if (auto* stream = std::get_if<Stream>(&response.body)) {
    is_sent = co_await send_stream(std::move(*stream), under_way, writer);
  } else {
    is_sent = co_await writer.write(has_body(response.status) ? bytes_of(response) : "", true);
  }
  under_way.outcome.is_cut = !is_sent;
  under_way.outcome.bytes = writer.bytes();
  co_return is_sent&& is_kept_alive;
}

/// Destroys the generator where it was pulled: it may block as it goes.
Awaitable<bool> Connection::send_stream(Stream stream, const UnderWay& under_way, ResponseWriter& writer) {
  const CountedStream counted(shared_);
  StreamSource source(std::move(stream.pieces));
  const bool is_sent = co_await send_pieces(source, stream.end, under_way, writer);
  if (under_way.outcome.route->runs == Runs::kOnWorkers) {
    Workers::Job close = [&source] { source.close(); };
    co_await on_worker(shared_.workers, executor(), Workers::Kind::kStep, std::move(close));
  }
  co_return is_sent;
}

/// Each piece is pulled when the one before has been taken. Whether the client got all.
Awaitable<bool> Connection::send_pieces(StreamSource& source, Stream::End end, const UnderWay& under_way,
                                        ResponseWriter& writer) {
  using enum StreamSource::State;
  Timer pause(executor());
  const bool has_begun = co_await writer.write_head();  // before the first piece, which may be long in coming
  while (has_begun && !has_gone(socket())) {
    const bool is_over = end == Stream::End::kWithServer && shared_.connections.are_draining();
    StreamSource::Pulled pulled{.state = kEnd, .text = {}};
    if (!is_over) pulled = co_await pull(source, under_way.outcome.route->runs);
    if (pulled.state == kFailed) {
      shared_.log.error("a stream failed", {{"request", under_way.request.id}, {"reason", pulled.text}});
      co_return false;
    }
    if (pulled.state == kNothing) {
      pause.expires_after(shared_.limits.stream_pause);
      co_await pause.async_wait(kAwait);
      continue;
    }
    const bool is_written = co_await writer.write(pulled.text, pulled.state == kEnd);
    if (!is_written || pulled.state == kEnd) co_return is_written;
  }
  co_return false;
}

Awaitable<StreamSource::Pulled> Connection::pull(StreamSource& source, Runs runs) {
  if (runs == Runs::kHere) co_return source.pull();
  StreamSource::Pulled pulled;
  Workers::Job job = [&source, &pulled] { pulled = source.pull(); };
  co_await on_worker(shared_.workers, executor(), Workers::Kind::kStep, std::move(job));
  co_return pulled;
}

/// Ends our half, and reads on for a while: closed at once with something unread, the connection would be reset, and
/// the client might lose the answer (RFC 9112, 9.6).
Awaitable<void> Connection::linger() {
  constexpr std::size_t kMostUnread = 1024 * 1024;
  boost::system::error_code ignored;
  stream_.socket().shutdown(Socket::shutdown_send, ignored);
  stream_.expires_after(shared_.limits.linger_time);
  buffer_.clear();
  for (std::size_t unread = 0; unread < kMostUnread;) {
    auto [error, read] = co_await stream_.async_read_some(buffer_.prepare(kReadAhead), kAwait);
    if (error) co_return;
    unread += read;
  }
}

}  // namespace

Awaitable<void> serve(Socket socket, Shared& shared) {
  Connection connection(std::move(socket), shared);
  try {
    co_await connection.run();
  } catch (const std::exception& failure) {
    shared.log.error("a connection failed", {{"reason", failure.what()}});
  }
}

}  // namespace server
