#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace support {

/// A proxy on loopback that opens tunnels (CONNECT: RFC 9110, 9.3.6), whatever host is asked for, to that port of
/// loopback; one at a time, each until one of its ends closes it. Stops when it is destroyed.
class TunnelProxy {
 public:
  /// Without `credentials` ("user:password") in a request, if they are not empty, it answers 407.
  explicit TunnelProxy(const std::string& credentials = {});
  ~TunnelProxy();

  std::uint16_t port() const;
  /// The heads of the requests so far, in order of coming.
  std::vector<std::string> heads() const;

 private:
  class Loop;

  std::unique_ptr<Loop> loop_;
  std::jthread thread_;
};

}  // namespace support
