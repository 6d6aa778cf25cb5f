#include "server/request_reader.hpp"

#include <boost/asio/write.hpp>
#include <string_view>
#include <utility>

#include "base/ascii.hpp"

namespace server {
namespace {

using Failure = RequestReader::Failure;

std::string_view view(beast::string_view text) {
  return {text.data(), text.size()};
}

Failure refusal(int status, std::string code, std::string_view message) {
  Response response = error_response(status, code, message);
  return {.reason = std::move(code), .response = std::move(response)};
}

/// What an error of Beast's, or the network's, means. `late` is the reason if the time was over.
Failure failure_of(const beast::error_code& error, std::string late) {
  if (error == beast::error::timeout) return {.reason = std::move(late), .response = std::nullopt};
  if (error == http::error::body_limit)
    return refusal(413, "body_too_large", "the body is larger than this server takes");
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return refusal(431, "header_too_large", "the header is larger than this server takes");
  }
  if (error == http::error::bad_version) return refusal(505, "http_version", "expected HTTP/1.1 or HTTP/1.0");
  const bool is_end = error == http::error::end_of_stream || error == http::error::partial_message;
  if (is_end || error.category() != make_error_code(http::error::bad_method).category()) return {};
  return refusal(400, "malformed", "the request is not HTTP/1.1: " + error.message());
}

/// Where two readers could part a connection's bytes differently (RFC 9112, 6.1 and 11.2), beside what Beast refuses.
std::optional<Failure> check_framing(const Headers& headers, unsigned version) {
  const std::size_t codings = headers.count("Transfer-Encoding");
  if (codings > 0 && version < 11) return refusal(400, "malformed", "HTTP/1.0 has no Transfer-Encoding");
  if (codings > 1 || (codings == 1 && base::ascii_lower(headers.get("Transfer-Encoding")) != "chunked")) {
    return refusal(501, "transfer_encoding", "expected no Transfer-Encoding but chunked");
  }
  const std::size_t hosts = headers.count("Host");
  if (hosts > 1 || (hosts == 0 && version >= 11)) return refusal(400, "malformed", "expected one Host header");
  return std::nullopt;
}

bool waits_to_be_asked(const Headers& headers) {
  return base::ascii_lower(headers.get("Expect")) == "100-continue";
}

}  // namespace

RequestReader::RequestReader(TimedStream& stream, beast::flat_buffer& buffer, const Limits& limits)
    : stream_(stream), buffer_(buffer), limits_(limits) {
  parser_.header_limit(limits.header_bytes);
  parser_.body_limit(limits.body_bytes);
}

Awaitable<std::optional<Failure>> RequestReader::read_header() {
  stream_.expires_after(limits_.header_time);
  auto [error, read] = co_await http::async_read_header(stream_, buffer_, parser_, kAwait);
  if (error) co_return failure_of(error, "header_time");
  co_return take_header();
}

Awaitable<std::optional<Failure>> RequestReader::read_body() {
  if (parser_.is_done()) co_return std::nullopt;
  stream_.expires_after(limits_.body_time);
  if (waits_to_be_asked(request_.headers)) {
    constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    const asio::const_buffer bytes = asio::buffer(kContinue);
    auto [error, written] = co_await asio::async_write(stream_, bytes, kAwait);
    if (error) co_return Failure{};
  }
  auto [error, read] = co_await http::async_read(stream_, buffer_, parser_, kAwait);
  if (error) co_return failure_of(error, "body_time");
  request_.body = std::move(parser_.get().body());
  co_return std::nullopt;
}

std::optional<Failure> RequestReader::take_header() {
  const auto& message = parser_.get();
  for (const auto& field : message) request_.headers.add(view(field.name_string()), view(field.value()));
  if (auto failure = check_framing(request_.headers, message.version())) return failure;
  const auto method = method_of(view(message.method_string()));
  if (!method) return refusal(501, "method_unknown", "no resource here has this method");
  auto target = parse_target(view(message.target()));
  if (!target) return refusal(400, "malformed", "expected a path as target");
  if (request_.headers.has("Expect") && !waits_to_be_asked(request_.headers)) {
    return refusal(417, "expectation", "expected no Expect but 100-continue");
  }
  request_.method = *method;
  request_.path = std::move(target->path);
  request_.query = std::move(target->query);
  if (target->authority) request_.headers.set("Host", *target->authority);
  return std::nullopt;
}

}  // namespace server
