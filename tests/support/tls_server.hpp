#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace support {

/// nginx on loopback, with HTTP/2 over TLS and a certificate chain of our own making: a root, an intermediate, and a
/// leaf for each way to get it right or wrong. It answers from when it is made, and dies with its owner. The
/// body of each answer is the protocol that it was asked in, "HTTP/2.0".
class TlsServer {
 public:
  static constexpr std::string_view kGood = "good.test";
  static constexpr std::string_view kExpired = "expired.test";
  static constexpr std::string_view kWrongName = "wrong-name.test";
  static constexpr std::string_view kSelfSigned = "self-signed.test";
  static constexpr std::string_view kNoIntermediate = "no-intermediate.test";

  TlsServer();

  std::uint16_t port() const { return port_; }
  /// "https://HOST:PORT/"
  std::string url(std::string_view host) const;
  /// "http://[::1]:PORT/"; empty where there is no IPv6.
  const std::string& ipv6_url() const { return ipv6_url_; }
  /// The root's certificate.
  std::filesystem::path ca_file() const { return folder_ / "root.pem"; }
  /// "HOST:PORT:127.0.0.1" for each of the names.
  std::vector<std::string> resolve() const;

 private:
  TemporaryFolder folder_;
  std::uint16_t port_ = 0;
  std::string ipv6_url_;
  std::unique_ptr<Process> nginx_;
};

}  // namespace support
