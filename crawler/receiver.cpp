#include "crawler/receiver.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

#include "base/ascii.hpp"

namespace crawler {
namespace {

using base::ErrorKind;

// A body that nobody wants is read all the same if it is no longer than this: that is cheaper than a new connection.
constexpr std::size_t kDrainBytes = std::size_t{16} << 10;
// Memory that a Content-Length gets before the bytes are there.
constexpr std::size_t kMaxReserveBytes = std::size_t{1} << 20;

/// Without the white space around it (RFC 9110, 5.6.3) and the line's end.
std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

/// The code of "HTTP/1.1 200 OK" (RFC 9112, 4); 0 if it is no such line.
int status_of(std::string_view line) {
  const std::size_t space = line.find(' ');
  if (!line.starts_with("HTTP/") || space == std::string_view::npos) return 0;
  const std::string_view code = line.substr(space + 1, 3);
  int status = 0;
  const auto [end, error] = std::from_chars(code.data(), code.data() + code.size(), status);
  return end == code.data() + 3 && status >= 100 ? status : 0;
}

std::optional<std::size_t> content_length(const Response& response) {
  const std::string_view text = response.header("content-length");
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return length;
}

bool is_success(int status) {
  return status >= 200 && status < 300;
}

}  // namespace

bool Receiver::receive_header(std::string_view line) {
  header_bytes_ += line.size();
  if (header_bytes_ > limits_->max_header_bytes || ++header_count_ > limits_->max_headers) {
    return give_up({ErrorKind::kSkip, "too many headers"});
  }
  if (part_ == Part::kBody) return true;  // trailers say nothing that a crawler needs
  if (part_ == Part::kStatusLine) {
    response_.status = status_of(line);
    if (response_.status != 0) part_ = Part::kHeaders;
    return true;
  }
  if (trimmed(line).empty()) {
    const bool interim = response_.status < 200;  // RFC 9110, 15.2: the final answer is still to come
    if (!interim) return begin_body();
    response_.headers.clear();
    part_ = Part::kStatusLine;
    return true;
  }
  const bool folded = line.front() == ' ' || line.front() == '\t';  // RFC 9112, 5.2: goes on with the line before
  if (folded && !response_.headers.empty()) {
    response_.headers.back().second.append(" ").append(trimmed(line));
    return true;
  }
  const std::size_t colon = std::min(line.find(':'), line.size());
  const std::string_view value = colon < line.size() ? trimmed(line.substr(colon + 1)) : std::string_view();
  response_.headers.emplace_back(base::ascii_lower(trimmed(line.substr(0, colon))), value);
  return true;
}

bool Receiver::begin_body() {
  part_ = Part::kBody;
  const std::optional<std::size_t> length = content_length(response_);
  const bool is_wanted =
      any_type_ || !is_success(response_.status) || limits_->wanted(response_.header("content-type"));
  if (!is_wanted) {
    response_.body_left = true;
    enough_ = length.value_or(SIZE_MAX) > kDrainBytes;
    return !enough_;
  }
  auto decoder = content_decoder(response_.header("content-encoding"));
  if (!decoder) return give_up(std::move(decoder.error()));
  decoder_ = std::move(*decoder);
  if (length && !decoder_) response_.body.reserve(std::min({*length, max_body_bytes_, kMaxReserveBytes}));
  return true;
}

bool Receiver::receive_body(std::string_view bytes) {
  if (response_.body_left) {
    drained_bytes_ += bytes.size();
    enough_ = drained_bytes_ > kDrainBytes;
    return !enough_;
  }
  if (!decoder_) return keep(bytes);
  base::Result<bool> goes_on = decoder_->decode(bytes, [this](std::string_view decoded) { return keep(decoded); });
  if (!goes_on) return give_up(std::move(goes_on.error()));
  return *goes_on;
}

bool Receiver::keep(std::string_view decoded) {
  const std::size_t room = max_body_bytes_ - response_.body.size();
  response_.body.append(decoded.substr(0, room));
  response_.body_cut = enough_ = decoded.size() > room;
  return !enough_;
}

bool Receiver::give_up(base::Error error) {
  error_ = std::move(error);
  return false;
}

base::Result<Response> Receiver::finish(std::optional<base::Error> failure) && {
  if (error_) return std::unexpected(std::move(*error_));
  if (enough_) return std::move(response_);
  if (failure) return std::unexpected(std::move(*failure));
  if (part_ != Part::kBody) return base::fail(ErrorKind::kRetryLater, "broken transfer: headers without an end");
  if (decoder_ && !decoder_->complete()) {
    return base::fail(ErrorKind::kRetryLater, "broken transfer: compressed body without an end");
  }
  return std::move(response_);
}

}  // namespace crawler
