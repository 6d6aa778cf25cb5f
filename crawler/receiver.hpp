#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "crawler/content_decoder.hpp"
#include "crawler/fetcher.hpp"

namespace crawler {

/// What is taken of an answer.
struct ReceiveLimits {
  std::size_t max_body_bytes = std::size_t{16} << 20;    ///< decoded; a longer body is cut at exactly that byte
  std::size_t max_header_bytes = std::size_t{64} << 10;  ///< in all, interim answers and trailers included
  std::size_t max_headers = 500;                         ///< in all, likewise

  /// Whether the body of a 2xx is read, asked with its Content-Type (empty if absent).
  std::function<bool(std::string_view content_type)> wanted = may_be_html;
};

/// Puts an answer together from the header lines and body bytes of a client, within limits. One thread; once.
class Receiver {
 public:
  /// `limits` outlive the receiver.
  explicit Receiver(const ReceiveLimits& limits) : limits_(&limits), max_body_bytes_(limits.max_body_bytes) {}
  /// With what `fetch` says of its type and size.
  Receiver(const ReceiveLimits& limits, const Fetch& fetch)
      : limits_(&limits),
        max_body_bytes_(fetch.max_body_bytes > 0 ? fetch.max_body_bytes : limits.max_body_bytes),
        any_type_(fetch.any_type) {}

  /// Takes the next line, its end included: status lines, headers, the empty line after them, trailers. False when no
  /// more is to be received.
  bool receive_header(std::string_view line);

  /// Takes the next bytes of the body, content coding and all, transfer coding undone. False when no more is to be
  /// received.
  bool receive_body(std::string_view bytes);

  /// Bytes of header lines so far.
  std::size_t header_bytes() const { return header_bytes_; }

  /// The answer, when the client has ended with `failure` or without. A failure makes the answer one, unless it came
  /// of a `false` from here. Part of a body that was to be whole is an error of kind kRetryLater.
  base::Result<Response> finish(std::optional<base::Error> failure) &&;

 private:
  enum class Part : std::uint8_t { kStatusLine, kHeaders, kBody };

  bool begin_body();
  bool keep(std::string_view decoded);
  bool give_up(base::Error error);

  const ReceiveLimits* limits_;
  std::size_t max_body_bytes_;
  bool any_type_ = false;
  Part part_ = Part::kStatusLine;
  std::size_t header_bytes_ = 0;
  std::size_t header_count_ = 0;
  std::size_t drained_bytes_ = 0;
  bool enough_ = false;  ///< what is there is all that is wanted
  std::unique_ptr<ContentDecoder> decoder_;
  std::optional<base::Error> error_;
  Response response_;
};

}  // namespace crawler
