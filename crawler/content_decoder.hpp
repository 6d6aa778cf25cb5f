#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "base/error.hpp"

namespace crawler {

/// The codings that `content_decoder` knows, as `Accept-Encoding` lists them.
inline constexpr std::string_view kAcceptedCodings = "gzip, deflate, br, zstd";

/// Undoes a content coding (RFC 9110, 8.4) of a body that comes in pieces. Unlike libcurl 7.88, which takes a
/// compressed stream that stops in its middle for whole, it tells whether the stream came to its end. One thread.
class ContentDecoder {
 public:
  /// Takes decoded bytes, at most 16 KiB at a time; false ends the decoding.
  using Sink = std::function<bool(std::string_view decoded)>;

  virtual ~ContentDecoder() = default;

  /// Decodes the next piece into `sink`. An error of kind kSkip if it is not well formed; false if `sink` said so.
  virtual base::Result<bool> decode(std::string_view coded, const Sink& sink) = 0;

  /// Whether all that was decoded makes a whole stream. An empty body is whole: there was nothing to encode.
  virtual bool complete() const = 0;
};

/// The decoder for a `Content-Encoding`; null for none ("", "identity"). An error of kind kSkip for an unknown one, or
/// more than one at a time.
base::Result<std::unique_ptr<ContentDecoder>> content_decoder(std::string_view content_encoding);

}  // namespace crawler
