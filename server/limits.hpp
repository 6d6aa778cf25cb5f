#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace server {

/// What a client may take of a server. What is beyond a limit of size is answered (413, 431, 503); what is beyond a
/// limit of time is cut off.
struct Limits {
  std::uint32_t header_bytes = 8 * 1024;
  std::size_t body_bytes = 64 * 1024;
  std::chrono::milliseconds header_time{10'000};  ///< from a header's first byte to its last
  std::chrono::milliseconds body_time{10'000};    ///< from a body's first byte to its last
  std::chrono::milliseconds write_time{30'000};   ///< without the client taking anything of its answer
  std::chrono::milliseconds idle_time{60'000};    ///< between two requests, and before the first
  std::chrono::milliseconds linger_time{2'000};   ///< for a client to read why it is refused, before it is cut off
  std::chrono::milliseconds stream_pause{100};    ///< from a stream's empty turn until it is asked again
  std::size_t connections = 12'000;               ///< beyond it, the one that has been idle longest is closed
  std::size_t streams = 1'000;                    ///< answers that are made while they are sent
};

}  // namespace server
